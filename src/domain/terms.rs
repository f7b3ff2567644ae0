//! Closed lists of words: each term has a code for files and a label for people.

/// Declares enums whose variants carry a stable code (journal, JSON, command line) and a label.
macro_rules! terms {
    ($(
        $(#[$doc:meta])*
        $name:ident { $($(#[$vdoc:meta])* $variant:ident $code:literal $label:literal,)* }
    )*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
                 serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant,)* }

        impl $name {
            /// Every term, in the order in which lists show them.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The stable word used in files and on the command line.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)* }
            }

            /// The words that people read.
            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label,)* }
            }

            /// Finds a term by its code or its label, whatever the case of the letters.
            pub fn find(typed: &str) -> Option<$name> {
                let typed = typed.trim();
                Self::ALL.iter().copied().find(|term| {
                    term.code().eq_ignore_ascii_case(typed) || term.label().eq_ignore_ascii_case(typed)
                })
            }
        }
    )*};
}
terms! {
    /// How a contact took place.
    ContactKind {
        Phone "phone" "phone",
        Video "video" "video",
        Surgery "surgery" "surgery",
        Home "home" "home",
        Community "community" "community",
        Accompanied "accompanied" "accompanied visit",
        Message "message" "message",
        Letter "letter" "letter",
        Email "email" "email",
        Service "service" "with a service",
    }

    /// Who was at the other end of a contact.
    With {
        Person "person" "the person",
        Carer "carer" "carer or family",
        Service "service" "a service",
        Professional "professional" "a professional",
    }

    /// What came of a contact.
    Outcome {
        Spoke "spoke" "spoke",
        NoAnswer "no-answer" "no answer",
        Voicemail "voicemail" "left a voicemail",
        DidNotAttend "did-not-attend" "did not attend",
        CancelledByPerson "cancelled-by-person" "cancelled by the person",
        CancelledByUs "cancelled-by-us" "cancelled by us",
        Sent "sent" "sent (message or letter)",
    }

    /// Where a referral came from.
    Source {
        Gp "gp" "GP",
        Nurse "nurse" "nurse",
        Practice "practice" "other practice staff",
        CareCoordinator "care-coordinator" "care coordinator",
        Hospital "hospital" "hospital",
        SocialCare "social-care" "social care",
        Vcse "vcse" "VCSE",
        OneSelf "self" "self",
        Family "family" "family",
        Search "search" "proactive search",
        Other "other" "other",
    }

    /// Why active work is held rather than moved on (after Westlake et al. 2024,
    /// doi 10.1155/2024/2479543, in our wording).
    HoldingReason {
        Waiting "waiting-for-service" "waiting for a service",
        GettingReady "getting-ready" "getting ready for change",
        SteadyPerson "steady-person" "distress needs a steady person",
        RelievingPractice "relieving-practice" "relieving the practice",
    }

    /// Why a case was closed.
    ClosingReason {
        GoalsMet "goals-met" "goals met",
        Connected "connected" "connected and stepping back",
        TimeLimited "time-limited" "time-limited offer used",
        Declined "declined" "declined",
        NoContact "no-contact" "no contact",
        Moved "moved" "moved or left list",
        Died "died" "died",
        PassedOn "passed-on" "passed to statutory or clinical service",
        NotSuitable "not-suitable" "not suitable",
        Unsafe "unsafe" "unsafe to continue",
        ServiceEnded "service-ended" "service ended",
        Merged "merged" "merged",
    }

    /// How far a connection has come (FHIR Task states, in the words of the field).
    Stage {
        Draft "draft" "draft",
        Sent "sent" "sent",
        Received "received" "received",
        Accepted "accepted" "accepted",
        Declined "declined" "declined",
        Attending "attending" "attending",
        OnHold "on-hold" "on hold",
        Completed "completed" "completed",
        Failed "failed" "did not work out",
        Cancelled "cancelled" "cancelled",
        Signposted "signposted" "signposted",
    }

    /// How a person gave or refused consent.
    HowGiven {
        Spoken "spoken" "said so",
        Written "written" "in writing",
        Message "message" "by message",
        Best "best-interests" "best interests, decided with others",
    }

    /// What a consent is for.
    ConsentScope {
        BeReferred "be-referred" "be referred to the link worker",
        RecordKept "record-kept" "have a record kept",
        SharePractice "share-practice" "share back with the practice",
        ShareService "share-organisation" "share with an organisation",
        Call "call" "be rung",
        Voicemail "voicemail" "have voicemail left",
        Text "text" "be sent texts",
        Email "email" "be sent email",
        Study "study" "have figures used without the name",
    }

    /// At what point of a case a measure was taken.
    MeasureStage {
        Baseline "baseline" "baseline",
        Review "review" "review",
        Close "close" "close",
    }

    /// How a goal stands.
    GoalState {
        Open "open" "open",
        Reached "reached" "reached",
        Partly "partly" "partly reached",
        LetGo "let-go" "let go",
    }

    /// Who takes a step of the plan.
    StepOwner {
        Person "person" "the person",
        LinkWorker "link-worker" "link worker",
        Carer "carer" "carer or family",
        Service "service" "the service",
        Practice "practice" "the practice",
    }

    /// Needs that a referral is made for.
    Need {
        Loneliness "loneliness" "loneliness or isolation",
        Mood "mood" "low mood, anxiety or stress",
        Money "money" "money, debt, benefits",
        Housing "housing" "housing",
        Work "work" "work, learning, volunteering",
        Caring "caring" "caring role",
        Bereavement "bereavement" "bereavement",
        Family "family" "relationships or family",
        LongTerm "long-term-condition" "long-term condition and self-care",
        Activity "activity" "physical activity or weight",
        Food "food" "food or fuel",
        Abuse "domestic-abuse" "domestic abuse",
        Substance "substance-use" "substance use",
        Digital "digital" "digital exclusion",
        Transport "transport" "transport",
        Language "language" "immigration or language",
        Memory "memory" "memory or dementia",
        Frequent "frequent-attendance" "frequent attendance",
        Practical "practical-help" "practical help at home",
        Other "other" "other",
    }

    /// Whether a VCSE service takes people. The codes are those of Open Referral UK.
    ServiceStatus {
        Active "active" "active",
        Paused "temporarily closed" "temporarily closed",
        Inactive "inactive" "inactive",
        Defunct "defunct" "closed for good",
    }

    /// What somebody does here, which decides what they may see and do (`access`).
    Role {
        LinkWorker "link-worker" "link worker",
        Supervisor "supervisor" "supervisor",
        PracticeManager "practice-manager" "practice manager",
    }

    /// How far a link worker's finder reaches in a practice.
    FinderReach {
        Own "own" "own cases",
        Practice "practice" "the whole practice",
    }

    /// What a store is for.
    StoreKind {
        Real "real" "real records",
        Training "training" "training",
        Demo "demo" "demonstration",
    }

    /// What a to-do is.
    ToDoKind {
        ToDo "to-do" "to-do",
        /// A call from somebody who was not found, to be attached to a person later.
        Call "call" "call",
        /// What a review of the caseload asked for.
        Action "action" "action",
    }

    /// What time goes into that is not about one person.
    TimeKind {
        Community "community" "community",
        Travel "travel" "travel",
        Meeting "meeting" "meetings",
        Supervision "supervision" "supervision",
        Learning "learning" "training and learning",
        Admin "admin" "administration",
    }

    /// The four concepts of integration (Tierney et al., Br J Gen Pract 2025,
    /// doi 10.3399/BJGP.2024.0279). What is filed under each in notes is ours.
    Concept {
        /// Centralising or diffusing power.
        Power "power" "centralising or diffusing power",
        /// Forging an identity in general practice.
        Identity "identity" "forging an identity in general practice",
        /// Demonstrating effect.
        Effect "effect" "demonstrating effect",
        /// Building a facilitative infrastructure.
        Infrastructure "infrastructure" "building a facilitative infrastructure",
    }

    /// Where along the continuum of the same paper something is said to be. Interpretive, no scale:
    /// never counted into a score. A note that says nothing of it is the rule, not a gap.
    Position {
        NotStated "not-stated" "not stated",
        /// Added to what exists with little thought.
        BoltedOn "bolted-on" "bolted on",
        /// What is offered is shaped so as to be accommodating.
        FittingIn "fitting-in" "fitting in",
        /// Accepted as a legitimate source of support that contributes to wider wellbeing.
        Belonging "belonging" "belonging",
    }

    /// From which side of supervision somebody writes or marks: the link worker whose work it is
    /// about, or whoever supervises it.
    Side {
        LinkWorker "link-worker" "link worker",
        Supervisor "supervisor" "supervisor",
    }

    /// Which level of the system a supervision note is about.
    NoteLevel {
        Practice "practice" "practice",
        Network "network" "PCN or ICB",
        Employer "employer" "employer",
        Vcse "vcse" "VCSE",
    }
}

impl Default for ServiceStatus {
    /// An entry that says nothing of it stands because the service is there.
    fn default() -> ServiceStatus {
        ServiceStatus::Active
    }
}

impl Default for Position {
    /// Most that is written says nothing of it.
    fn default() -> Position {
        Position::NotStated
    }
}

/// Whether the person went. Not a yes or no: nobody may have said.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Attended {
    #[default]
    Unknown,
    Yes,
    No,
}

impl Attended {
    pub const ALL: &'static [Attended] = &[Attended::Unknown, Attended::Yes, Attended::No];

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Attended::Unknown => "not known",
            Attended::Yes => "yes",
            Attended::No => "no",
        }
    }
}

impl Stage {
    /// Whether something is still to come from it.
    pub fn is_open(self) -> bool {
        !matches!(
            self,
            Stage::Declined
                | Stage::Completed
                | Stage::Failed
                | Stage::Cancelled
                | Stage::Signposted
        )
    }

    /// Whether the service was asked and owes an answer.
    pub fn awaits_reply(self) -> bool {
        matches!(self, Stage::Sent)
    }
}
