//! Who may see and do what: one table, asked by the hub for every request.
//!
//! Caldicott principles 1 to 4: a link worker sees their own cases, a supervisor those of the link
//! workers they supervise, a practice manager those of their practices.

mod notes;

use chrono::NaiveDate;

use super::{
    heads::{CaseHead, ClientHead, Heads},
    ids::{CaseId, StaffId},
    meeting::Meeting,
    people::Staff,
    refusal::Refusal,
    terms::{FinderReach, Role},
    todo::{Owner, ToDo},
};

/// Something that a role may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Read cases in reach.
    Read,
    /// Log contacts, set next steps and states, edit texts, of cases in reach.
    Work,
    /// Read and write safeguarding concerns of people in reach; others see a bare mark.
    Safeguard,
    /// Review the caseload of a link worker whom they supervise, and decide about its cases.
    Review,
    /// Take in a new referral.
    OpenCase,
    /// Give a case to a link worker, or take it back.
    Assign,
    /// Type services into the directory, and note what is known of those that are in it.
    Services,
    Import,
    /// Add and change staff, practices and accounts; verify, rebuild, back up.
    Administer,
}

/// The table: a role's rights. The owner of the data folder may always administer and import.
pub const TABLE: &[(Role, &[Right])] = &[
    (
        Role::LinkWorker,
        &[
            Right::Read,
            Right::Work,
            Right::Safeguard,
            Right::OpenCase,
            Right::Services,
        ],
    ),
    (
        Role::Supervisor,
        &[
            Right::Read,
            Right::Work,
            Right::Safeguard,
            Right::Review,
            Right::OpenCase,
            Right::Assign,
            Right::Services,
            Right::Import,
        ],
    ),
    (
        Role::PracticeManager,
        &[
            Right::Read,
            Right::Work,
            Right::OpenCase,
            Right::Assign,
            Right::Services,
            Right::Import,
            Right::Administer,
        ],
    ),
];

/// Who is asking, as the hub knows them from the kernel.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    pub staff: &'a Staff,
    /// The store's day, which decides who covers for whom.
    pub today: NaiveDate,
    /// The Unix account owns the data folder.
    pub owner: bool,
    /// Where what is read stood earlier: the heads of now, by which it is decided who may.
    pub rights_of: Option<&'a Heads>,
}

impl Asker<'_> {
    /// Whether this person may do this kind of thing at all.
    pub fn may(&self, right: Right) -> bool {
        let owned = self.owner && matches!(right, Right::Administer | Right::Import);
        let listed = TABLE
            .iter()
            .any(|(role, rights)| *role == self.staff.role && rights.contains(&right));
        self.staff.active && (listed || owned)
    }

    /// # Errors
    /// A refusal that says who may, where this person may not.
    pub fn need(&self, right: Right) -> Result<(), Refusal> {
        if self.may(right) {
            return Ok(());
        }
        let (doing, instead) = match right {
            Right::Read => ("read this", "Ask your supervisor."),
            Right::Work => ("change this case", "Ask its link worker."),
            Right::Safeguard => (
                "read or write safeguarding concerns",
                "Ask the link worker or their supervisor.",
            ),
            Right::Review => (
                "review a caseload or decide about its cases",
                "The link worker's supervisor does.",
            ),
            Right::OpenCase => ("take in a referral", "Ask a link worker."),
            Right::Assign => ("give cases to people", "Ask your supervisor."),
            Right::Services => ("change the directory of services", "Ask a link worker."),
            Right::Import => ("import lists", "Ask your practice manager."),
            Right::Administer => (
                "change how this store is set up",
                "Ask your practice manager.",
            ),
        };
        Err(Refusal::NotAllowed {
            doing: doing.to_owned(),
            instead: instead.to_owned(),
        })
    }

    /// Whether this person supervises that link worker, and so reviews their caseload.
    pub fn reviews(&self, heads: &Heads, worker: StaffId) -> bool {
        let staff = self.rights_of.unwrap_or(heads).staff(worker);
        let supervised = staff.is_some_and(|staff| staff.supervisor == Some(self.staff.id));
        self.may(Right::Review) && supervised
    }

    /// Whether the record of a review is this person's to read: of the two who talked, and of
    /// whoever supervises that link worker now.
    pub fn reads_review(&self, heads: &Heads, meeting: &Meeting) -> bool {
        self.staff.active && (meeting.is_of(self.staff.id) || self.reviews(heads, meeting.worker))
    }

    /// Whether a case is in this person's reach: theirs, supervised by them, or of their practice.
    ///
    /// Of what stood earlier, whoever reaches the case now may read it.
    pub fn reaches_case(&self, heads: &Heads, case: &CaseHead) -> bool {
        match self.rights_of {
            Some(now) => {
                let case = now.case(case.case);
                case.is_some_and(|case| self.reaches_now(now, case))
            }
            None => self.reaches_now(heads, case),
        }
    }

    fn reaches_now(&self, heads: &Heads, case: &CaseHead) -> bool {
        let me = self.staff.id;
        if self.covers_case(heads, case) {
            return true;
        }
        match self.staff.role {
            Role::LinkWorker => {
                case.worker == Some(me)
                    || heads.practice(case.practice).is_some_and(|practice| {
                        practice.reach == FinderReach::Practice
                            && self.staff.practices.contains(&practice.id)
                    })
            }
            Role::Supervisor => match case.worker {
                Some(worker) => {
                    worker == me
                        || heads
                            .staff(worker)
                            .is_some_and(|staff| staff.supervisor == Some(me))
                }
                None => self.staff.practices.contains(&case.practice),
            },
            Role::PracticeManager => self.staff.practices.contains(&case.practice),
        }
    }

    /// Whether a link worker's cases are this person's to see to today: their own, and those of
    /// whom they cover for.
    pub fn stands_for(&self, heads: &Heads, worker: StaffId) -> bool {
        let away = heads
            .staff(worker)
            .and_then(|staff| staff.away_on(self.today));
        let covers = away.is_some_and(|away| away.covered_by == Some(self.staff.id));
        worker == self.staff.id || covers
    }

    /// Whether the case's link worker is away today and this person covers for them.
    pub fn covers_case(&self, heads: &Heads, case: &CaseHead) -> bool {
        let worker = case.worker.filter(|worker| *worker != self.staff.id);
        worker.is_some_and(|worker| self.stands_for(heads, worker))
    }

    /// Whether a client is in reach: through any of their cases.
    pub fn reaches_client(&self, heads: &Heads, client: &ClientHead) -> bool {
        client.cases.iter().any(|case| {
            heads
                .case(*case)
                .is_some_and(|case| self.reaches_case(heads, case))
        })
    }

    /// Whether a to-do may be seen and worked on: by who is to do it, covers for them or supervises
    /// them, by who wrote it down, and by whoever reaches the person it is about.
    pub fn reaches_to_do(&self, heads: &Heads, todo: &ToDo) -> bool {
        let me = self.staff.id;
        let case = todo.about.and_then(|case| heads.case(case));
        let theirs = match todo.owner {
            Owner::Staff(staff) => {
                let supervisor = heads.staff(staff).and_then(|staff| staff.supervisor);
                self.stands_for(heads, staff) || supervisor == Some(me)
            }
            Owner::Practice(practice) => self.staff.practices.contains(&practice),
        };
        // What is about a person is for those who may know of them.
        match case {
            Some(case) => self.may(Right::Read) && self.reaches_case(heads, case),
            None => theirs || todo.by == me,
        }
    }

    /// Whether a case counts as this person's own, which the finder ranks first.
    pub fn owns_case(&self, case: &CaseHead) -> bool {
        case.worker == Some(self.staff.id)
    }

    /// The case, where it exists and is in reach.
    ///
    /// # Errors
    /// "There is no case", both where there is none and where it is out of reach: a refusal must
    /// not tell who is known here.
    pub fn case<'h>(&self, heads: &'h Heads, case: CaseId) -> Result<&'h CaseHead, Refusal> {
        heads
            .case(case)
            .filter(|head| self.may(Right::Read) && self.reaches_case(heads, head))
            .ok_or_else(|| Refusal::NotFound {
                what: "case".to_owned(),
                id: case.to_string(),
            })
    }
}
