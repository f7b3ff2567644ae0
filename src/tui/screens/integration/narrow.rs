//! Narrowing: first by what, then to what.

use crate::domain::ids::{PracticeId, StaffId};
use crate::domain::terms::NoteLevel;
use crate::readmodel::integration::{Choices, IntegrationQuery, NotesOf, Period};
use crate::tui::dialogs::pick::{Item, Pick};
use crate::tui::effect::Tag;

const PICKED: Tag = Tag(0);
/// The weeks that one may choose among; none is all time.
const WEEKS: [Option<u16>; 5] = [Some(4), Some(13), Some(26), Some(52), None];

/// By what the notes are narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Time,
    Worker,
    Practice,
    Supervisor,
    Level,
    Whose,
    Nothing,
}

/// The choices while they are made.
pub(super) struct Narrowing {
    choices: Choices,
    query: IntegrationQuery,
    offered: Vec<By>,
    by: Option<By>,
}

/// What is narrowed to, in words; empty for what is not narrowed.
pub(super) fn said(query: &IntegrationQuery, choices: &Choices) -> Vec<String> {
    let mut said = Vec::new();
    let staff = |id: StaffId, of: &[(StaffId, String)]| name(id, of);
    said.extend(query.worker.map(|id| staff(id, &choices.workers)));
    said.extend(
        query
            .practice
            .map(|id: PracticeId| name(id, &choices.practices)),
    );
    said.extend(
        query
            .supervisor
            .map(|id| format!("supervised by {}", staff(id, &choices.supervisors))),
    );
    said.extend(query.level.map(|level| format!("level: {}", level.label())));
    if query.of == NotesOf::Everybody && choices.reads {
        said.push("everybody's shared notes, as counts".to_owned());
    }
    said
}

fn name<I: PartialEq>(id: I, of: &[(I, String)]) -> String {
    let mut of = of.iter();
    of.find(|(one, _)| *one == id)
        .map(|(_, name)| name.clone())
        .unwrap_or_default()
}

fn weeks(period: Period) -> String {
    match period {
        Period::Weeks(weeks) => format!("{weeks} weeks"),
        Period::All | Period::Days { .. } => "all time".to_owned(),
    }
}

impl Narrowing {
    pub(super) fn new(choices: &Choices, query: &IntegrationQuery) -> Narrowing {
        let mut offered = vec![By::Time];
        if choices.workers.len() > 1 {
            offered.push(By::Worker);
        }
        offered.push(By::Practice);
        // Counts of notes that one does not read are not narrowed further.
        if choices.reads && choices.supervisors.len() > 1 {
            offered.push(By::Supervisor);
        }
        if choices.reads {
            offered.extend([By::Level, By::Whose]);
        }
        offered.push(By::Nothing);
        Narrowing {
            choices: choices.clone(),
            query: query.clone(),
            offered,
            by: None,
        }
    }

    /// The list to choose from now.
    pub(super) fn pick(&self) -> Pick {
        let (title, items) = match self.by {
            None => ("Narrow by", self.first()),
            Some(by) => ("Narrow to", self.second(by)),
        };
        let items = items.into_iter().map(|(words, note)| Item { words, note });
        Pick::new(PICKED, title, items.collect(), 0)
    }

    fn first(&self) -> Vec<(String, String)> {
        let all = |word: String| match word.is_empty() {
            true => "all".to_owned(),
            false => word,
        };
        let (query, choices) = (&self.query, &self.choices);
        let item = |by: &By| {
            let (words, now) = match by {
                By::Time => ("Time", weeks(query.period)),
                By::Worker => {
                    let worker = query.worker.map(|id| name(id, &choices.workers));
                    ("Link worker", all(worker.unwrap_or_default()))
                }
                By::Practice => {
                    let practice = query.practice.map(|id| name(id, &choices.practices));
                    ("Practice", all(practice.unwrap_or_default()))
                }
                By::Supervisor => {
                    let supervisor = query.supervisor.map(|id| name(id, &choices.supervisors));
                    ("Supervisor", all(supervisor.unwrap_or_default()))
                }
                By::Level => {
                    let level = query.level.map(|level| level.label().to_owned());
                    ("Level", all(level.unwrap_or_default()))
                }
                By::Whose => ("Whose notes", whose(query.of).to_owned()),
                By::Nothing => ("Everything again", String::new()),
            };
            (words.to_owned(), now)
        };
        self.offered.iter().map(item).collect()
    }

    fn second(&self, by: By) -> Vec<(String, String)> {
        let plain = |words: String| (words, String::new());
        let named = |names: Vec<String>| {
            let all = std::iter::once("all".to_owned());
            all.chain(names).map(plain).collect::<Vec<_>>()
        };
        let staff = |of: &[(StaffId, String)]| of.iter().map(|(_, name)| name.clone()).collect();
        match by {
            By::Time => {
                let period = |weeks: Option<u16>| weeks.map_or(Period::All, Period::Weeks);
                let words = WEEKS.iter().map(|one| plain(weeks(period(*one))));
                words.collect()
            }
            By::Worker => named(staff(&self.choices.workers)),
            By::Practice => {
                let practices = self.choices.practices.iter();
                named(practices.map(|(_, name)| name.clone()).collect())
            }
            By::Supervisor => named(staff(&self.choices.supervisors)),
            By::Level => named(
                NoteLevel::ALL
                    .iter()
                    .map(|level| level.label().to_owned())
                    .collect(),
            ),
            By::Whose => [NotesOf::Read, NotesOf::Everybody]
                .map(|of| plain(whose(of).to_owned()))
                .to_vec(),
            By::Nothing => Vec::new(),
        }
    }

    /// Takes a choice: gives the next list, or sets the query.
    pub(super) fn take(&mut self, index: usize, query: &mut IntegrationQuery) -> Option<Pick> {
        let Some(by) = self.by else {
            self.by = self.offered.get(index).copied();
            if self.by == Some(By::Nothing) {
                *query = IntegrationQuery {
                    of: query.of,
                    limit: query.limit,
                    ..IntegrationQuery::default()
                };
                return None;
            }
            return self.by.map(|_| self.pick());
        };
        let below = index.checked_sub(1);
        let id = |of: &[(StaffId, String)]| below.and_then(|at| Some(of.get(at)?.0));
        match by {
            By::Time => {
                let weeks = WEEKS.get(index).copied().flatten();
                query.period = weeks.map_or(Period::All, Period::Weeks);
            }
            By::Worker => query.worker = id(&self.choices.workers),
            By::Practice => {
                let practices = &self.choices.practices;
                query.practice = below.and_then(|at| Some(practices.get(at)?.0));
            }
            By::Supervisor => query.supervisor = id(&self.choices.supervisors),
            By::Level => query.level = below.and_then(|at| NoteLevel::ALL.get(at).copied()),
            By::Whose => {
                query.of = match index {
                    0 => NotesOf::Read,
                    _ => NotesOf::Everybody,
                };
            }
            By::Nothing => {}
        }
        None
    }
}

fn whose(of: NotesOf) -> &'static str {
    match of {
        NotesOf::Read => "those that I read",
        NotesOf::Everybody => "everybody's shared ones, as counts",
    }
}
