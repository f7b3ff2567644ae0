//! THE table of actions: everything a key can do, in which scope, under which name and title.
//!
//! The keymap's names and their check, the hint line, `?`, the `:` palette, the table of keys in
//! the README and the man page are all made from it. A new command is one row here, one match arm
//! in its screen (the compiler asks for it) and one line in `keymaps/default.toml` (a test asks).
//! Knows nothing of keys, screens or the hub.

/// Declares the scopes and their actions: one enum per scope, [`Action`] over all of them, and
/// [`TABLE`]. A row is `Variant "name" "Title"`, followed by `harmful` where undo is not exact.
macro_rules! actions {
    ($(
        $(#[doc = $doc:literal])*
        $scope:ident $key:literal as $enum:ident over [$($under:ident),*] $title:literal {
            $($variant:ident $name:literal $what:literal $($harmful:ident)?;)*
        }
    )*) => {
        /// A set of actions that hold together: one table of the keymap.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Scope { $($(#[doc = $doc])* $scope,)* }

        impl Scope {
            /// Every scope, in the order of the table.
            pub const ALL: &'static [Scope] = &[$(Scope::$scope,)*];

            /// The name of the scope's table in a keymap file.
            pub fn name(self) -> &'static str {
                match self { $(Scope::$scope => $key,)* }
            }

            /// The heading of the scope in the help and in the README.
            pub fn title(self) -> &'static str {
                match self { $(Scope::$scope => $title,)* }
            }

            /// The scopes in force where this one is, innermost first: the first that binds a key
            /// decides what the key does.
            pub fn stack(self) -> &'static [Scope] {
                match self { $(Scope::$scope => &[Scope::$scope, $(Scope::$under,)*],)* }
            }
        }

        $(
            $(#[doc = $doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
            pub enum $enum { $(#[doc = $what] $variant,)* }

            impl From<$enum> for Action {
                fn from(action: $enum) -> Action { Action::$scope(action) }
            }
        )*

        /// Something a key can do: a row of [`TABLE`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Action { $($(#[doc = $doc])* $scope($enum),)* }

        /// Every action there is, scope by scope, in the order in which people are shown them.
        pub const TABLE: &[Row] = &[$($(
            Row {
                scope: Scope::$scope,
                action: Action::$scope($enum::$variant),
                name: $name,
                title: $what,
                harmful: is_marked(&[$(stringify!($harmful))?]),
            },
        )*)*];
    };
}

const fn is_marked(words: &[&str]) -> bool {
    !words.is_empty()
}

/// One row of the table of actions.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Where the action works.
    pub scope: Scope,
    /// The action itself.
    pub action: Action,
    /// Its name in keymap files; with spaces for hyphens, its word in the hint line.
    pub name: &'static str,
    /// What it does, as a short sentence without a full stop.
    pub title: &'static str,
    /// Whether it changes something at once that undo cannot take back: never on a single small
    /// letter, and never a slip away from what does no harm.
    pub harmful: bool,
}

actions! {
    /// Work on every screen.
    Everywhere "everywhere" as EverywhereAction over [] "Everywhere" {
        Find "find" "Find anyone or anything by typing";
        Help "help" "Show the keys that work here";
        Palette "palette" "Choose a command by typing its name";
        DescribeKey "describe-key" "Say what a key does here: press it next";
        ReloadKeys "reload-keys" "Read the keymap files again";
        Back "back" "Close this and go one level back";
        Cover "cover" "Cover the screen";
        Undo "undo" "Undo my latest change";
        Redo "redo" "Bring back what I undid last";
        Lately "lately" "Show what I did lately";
        ToDo "to-do" "Write down something to do, or a call";
        AddService "add-service" "Add a service to the directory";
        Agenda "agenda" "Go to the Agenda";
        Caseload "caseload" "Go to the Caseload";
        Services "services" "Go to the Services";
        Team "team" "Go to the Team";
        Review "review" "Go to the Review";
        Integration "integration" "Go to Integration";
        AsOf "as-of" "Look at the lists as they stood on an earlier day";
        WriteNote "write-note" "Write a note on the work, not on a client";
        JumpBack "jump-back" "Go back to where I was before";
        JumpForward "jump-forward" "Go forward again, after going back";
        Copy "copy" "Show this screen as plain text, to be copied";
        Tour "tour" "Be shown round in seven steps";
        Redraw "redraw" "Draw the screen afresh";
        Suspend "suspend" "Leave for the command line; fg comes back";
        Quit "quit" "Leave caseload; drafts are kept";
    }
    /// Shared by every screen that has a list.
    List "list" as ListAction over [Everywhere] "In a list" {
        Open "open" "Open what the marker is on";
        Next "next" "Move down one row";
        Previous "previous" "Move up one row";
        PageDown "page-down" "Move down one page";
        PageUp "page-up" "Move up one page";
        First "first" "Move to the first row";
        Last "last" "Move to the last row";
        Write "write" "Write these rows to a file";
    }
    /// What can be done for the person on the screen or under the marker.
    Case "case" as CaseAction over [List, Everywhere] "For this person" {
        Log "log" "Log a contact";
        NextStep "next-step" "Set the next step";
        Connect "connect" "Connect to a service";
        Status "status" "Change the status: hold, close, reopen";
        Measure "measure" "Take a measure, or change one that was taken";
        Goals "goals" "Goals and plan";
        Bring "bring" "Bring to the next review, or take back";
        More "more" "Show everything else that can be done";
        Private "private" "Show this person alone, alerts opened";
    }
    /// Lists on which several people can be marked.
    Marks "marks" as MarksAction over [Case, List, Everywhere] "Several people at once" {
        Mark "mark" "Mark or unmark; next step and reassign act on all who are marked";
        Reassign "reassign" "Give the case to a link worker, or those of all who are marked";
    }
    /// The Agenda.
    Agenda "agenda" as AgendaAction over [Case, List, Everywhere] "On the Agenda" {
        Practice "practice" "Show one practice, or all";
        Narrow "narrow" "Show one link worker's people, or all";
        Add "add" "Add a new client";
        Drafts "drafts" "Go on with a draft that was kept";
        Coding "to-code" "Show what is to be done in the GP system";
        Time "time" "Note the minutes of a week that were about no one person";
        Away "away" "Say who is away, and who covers";
    }
    /// What is to be done in the GP system.
    Coding "coding" as CodingAction over [Case, List, Everywhere] "On the list To code" {
        Mark "mark" "Mark it as done, or show what to paste";
    }
    /// The Caseload.
    Caseload "caseload" as CaseloadAction over [Marks, Case, List, Everywhere] "On the Caseload" {
        Order "order" "Choose the order of the rows";
        Group "group" "Put the rows under headings, or none";
        Narrow "narrow" "Choose which rows to show";
        Practice "practice" "Show one practice, or all";
        Since "since" "Show what changed since a day";
        Add "add" "Add a new client";
    }
    /// One client, whole.
    Client "client" as ClientAction over [Case, List, Everywhere] "On a client" {
        Edit "edit" "Change the client's details";
        Connections "connections" "Say how a connection goes";
        Changes "changes" "Show what was changed in this record";
        Calls "calls" "Take a call that was jotted down as this person's";
        OtherCase "other-case" "Choose another of their cases";
        Add "add" "Open a new case for this client";
    }
    /// A contact or note of the history, in full.
    Entry "entry" as EntryAction over [List, Everywhere] "On a contact or note" {
        Amend "amend" "Change what was written, with the reason";
        Move "move" "Move it to the right person's record";
    }
    /// The Services.
    Services "services" as ServicesAction over [List, Everywhere] "On the Services" {
        Log "log" "Log a contact with the service, for all whom something is due about";
        Narrow "narrow" "Narrow by need, place or name";
    }
    /// One service, with its people.
    Service "service" as ServiceAction over [List, Everywhere] "On a service" {
        Log "log" "Log a contact with the service, for those marked";
        Mark "mark" "Mark this person, or take the mark away";
        Edit "edit" "Change the service, or what we know of it";
    }
    /// The Team.
    Team "team" as TeamAction over [List, Everywhere] "On the Team" {
        Allocate "allocate" "Give the oldest unallocated case to somebody";
        Practice "practice" "Show one practice, or the whole network";
        Since "since" "Show what changed since a day";
        FigureLeft "figure-left" "Choose the figure to the left, or the name";
        FigureRight "figures" "Choose the figure to the right";
    }
    /// The review of a caseload.
    Review "review" as ReviewAction over [List, Everywhere] "In a review" {
        Record "record" "Show the record of the review";
        Week "next-week" "Show what will come up next week";
    }
    /// One case of a review.
    ReviewCase "review-case" as ReviewCaseAction over [List, Everywhere] "On a case of a review" {
        Discussed "discussed" "Note that it was talked about, and go to the next";
        Decide "decision" "Decide something, with its reason";
        Act "action" "Agree who does what until when";
        Note "note" "Write a note on the work, never on the client's record";
        Record "record" "Show the record of the review";
        Week "next-week" "Show what will come up next week";
    }
    /// The record of a review.
    Record "review-record" as RecordAction over [List, Everywhere] "On the record of a review" {
        Close "close" "End the review, and say when the next is";
        Agree "agree" "Agree with the record";
        Differ "differ" "Say where you see it differently";
    }
    /// What the notes on the work say.
    Integration "integration" as IntegrationAction over [List, Everywhere] "On Integration" {
        Write "write" "Write a note on the work, not on a client";
        Narrow "narrow" "Narrow by time, link worker, practice, supervisor or level";
        Left "position-left" "Go to the position to the left";
        Right "position-right" "Go to the position to the right";
        Power "power" "Go to centralising or diffusing power";
        Identity "identity" "Go to forging an identity in general practice";
        Effect "effect" "Go to demonstrating effect";
        Infrastructure "infrastructure" "Go to building a facilitative infrastructure";
        Both "both-sides" "Show the notes that both sides marked differently";
        OverTime "over-time" "Show the positions over time of one link worker at one practice";
        Say "what-the-notes-say" "Show what the notes say in common";
        Act "action" "Agree who does what about this concept until when";
        Grid "our-grid" "Show our grid in words, with the paper to cite";
    }
    /// A note on the work.
    Note "note" as NoteAction over [List, Everywhere] "On a note on the work" {
        Power "power" "Mark it for centralising or diffusing power";
        Identity "identity" "Mark it for forging an identity in general practice";
        Effect "effect" "Mark it for demonstrating effect";
        Infrastructure "infrastructure" "Mark it for building a facilitative infrastructure";
        Whole "whole-note" "Say a position for the whole note";
        Answer "answer" "Answer it";
        Change "change" "Change what you wrote";
        Act "action" "Agree who does what about it until when";
        Share "share" "Share it with the link worker and their supervisor";
        TakeAway "take-away" "Take your note away";
    }
    /// A form of fields.
    Form "form" as FormAction over [Everywhere] "In a form" {
        Accept "accept" "Go to the next field; on the last one, save";
        NextField "next-field" "Go to the next field";
        PreviousField "previous-field" "Go back one field";
        Save "save" "Save";
        Discard "discard" "Throw this draft away, after a question";
    }
    /// A field of several lines inside a form.
    Text "text" as TextAction over [Form, Everywhere] "In a long text" {
        NewLine "new-line" "Start a new line";
        LineUp "line-up" "Move up one line";
        LineDown "line-down" "Move down one line";
        PageUp "page-up" "Move up one page";
        PageDown "page-down" "Move down one page";
        WordBack "word-back" "Move back one word";
        WordForward "word-forward" "Move forward one word";
        UndoTyping "undo-typing" "Take back what I typed last";
        RedoTyping "redo-typing" "Bring back what I took back";
        Mark "mark" "Mark from here on, or let go of the mark";
        Copy "copy" "Remember what is marked";
        Cut "cut" "Take out what is marked, or the rest of the line";
        Paste "paste" "Put in what was remembered or taken out";
    }
    /// The finder.
    Finder "finder" as FinderAction over [Everywhere] "In the finder" {
        Open "open" "Open what the marker is on";
        Next "next" "Move down one row";
        Previous "previous" "Move up one row";
        PageDown "page-down" "Move down one page";
        PageUp "page-up" "Move up one page";
        Narrow "narrow" "Show one kind only, then the next kind";
        Widen "widen" "Show one kind only, backwards";
    }
    /// A screen as plain text.
    PlainText "plain-text" as PlainTextAction over [List, Everywhere] "In a plain text" {
        Clipboard "clipboard" "Send it to my terminal's clipboard";
    }
    /// A list of choices.
    Menu "menu" as MenuAction over [Everywhere] "In a list of choices" {
        Choose "choose" "Take what the marker is on";
        Next "next" "Move down one row";
        Previous "previous" "Move up one row";
        First "first" "Move to the first row";
        Last "last" "Move to the last row";
    }
    /// A question that undo could not answer for.
    Confirm "confirm" as ConfirmAction over [Everywhere] "In a question" {
        Yes "yes" "Do it" harmful;
        No "no" "Leave everything as it is";
    }
    /// The help.
    Help "help" as HelpAction over [Everywhere] "In the help" {
        Run "run" "Do what the marker is on";
        Next "next" "Move down one row";
        Previous "previous" "Move up one row";
        PageDown "page-down" "Move down one page";
        PageUp "page-up" "Move up one page";
    }
    /// What a key does, once it was said.
    Described "described" as DescribedAction over [Everywhere] "When a key was described" {
        Again "again" "Say it of another key";
    }
    /// The palette of commands.
    Palette "palette" as PaletteAction over [Everywhere] "In the palette" {
        Run "run" "Do what the marker is on";
        Next "next" "Move down one row";
        Previous "previous" "Move up one row";
        PageDown "page-down" "Move down one page";
        PageUp "page-up" "Move up one page";
    }
    /// The covered screen: nothing else works there but leaving.
    Cover "cover" as CoverAction over [Everywhere] "While covered" {
        Uncover "uncover" "Bring the screen back";
    }
}

impl Action {
    /// The action's row of the table.
    pub fn row(self) -> &'static Row {
        // Every action is made from a row, so the search always ends in one; the first row only
        // satisfies the compiler.
        TABLE
            .iter()
            .find(|row| row.action == self)
            .unwrap_or(&TABLE[0])
    }

    /// The word for the action in the hint line.
    pub fn word(self) -> String {
        self.row().name.replace('-', " ")
    }
}

/// The row of the action of that name in that scope.
pub fn named(scope: Scope, name: &str) -> Option<&'static Row> {
    TABLE
        .iter()
        .find(|row| row.scope == scope && row.name == name)
}

/// The scope of that name.
pub fn scope_named(name: &str) -> Option<Scope> {
    Scope::ALL
        .iter()
        .copied()
        .find(|scope| scope.name() == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_within_a_scope_and_written_like_file_names() {
        let mut seen = BTreeSet::new();
        for row in TABLE {
            assert!(
                seen.insert((row.scope, row.name)),
                "{:?} {} twice",
                row.scope,
                row.name
            );
            let plain = row.name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            assert!(plain, "{} is not lower case and hyphens", row.name);
            assert!(
                !row.title.ends_with('.'),
                "{} ends in a full stop",
                row.title
            );
            assert_eq!(row.action.row().name, row.name);
        }
    }

    #[test]
    fn every_stack_starts_with_its_scope_and_ends_everywhere() {
        for &scope in Scope::ALL {
            assert_eq!(scope.stack().first(), Some(&scope));
            assert_eq!(scope.stack().last(), Some(&Scope::Everywhere));
            assert_eq!(scope_named(scope.name()), Some(scope));
        }
    }
}
