//! What the notes say in common: for each concept and position the phrases that come again and, above
//! thirty notes, the sentences that tell most, each beside its note.

use ratatui::layout::Rect;

use super::draw::{count, in_full};
use super::note;
use crate::domain::ids::NoteId;
use crate::domain::integration::summary::TELLING_ABOVE;
use crate::domain::terms::Concept;
use crate::readmodel::integration::{IntegrationQuery, Said, SaidSection, SaidSentence};
use crate::tui::action::{Action, ListAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag};
use crate::tui::screen::{HubSaid, Screen};
use crate::tui::screens::refresh::{Refresh, changes_notes};
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::tui::widgets::list::Marker;
use crate::wire::{Reply, Request};

/// A line that is longer is hard to read.
const MEASURE: usize = 72;
/// How it was made, in one line.
const METHOD: &str =
    "By counting words on this machine (TF-IDF centroid): same notes, same summary.";

/// One line of the list.
enum Line {
    Empty,
    Concept(String),
    Position(String),
    Text(String),
}

struct Page {
    query: IntegrationQuery,
    said: Option<Box<Said>>,
    lines: Vec<Line>,
    ids: Vec<Option<(usize, NoteId)>>,
    marker: Marker<(usize, NoteId)>,
    refresh: Refresh,
    /// Why there is nothing.
    sentence: String,
}

/// What the notes of that question say.
pub(super) fn open(query: IntegrationQuery) -> Box<dyn Screen> {
    Box::new(Page {
        query,
        said: None,
        lines: Vec::new(),
        ids: Vec::new(),
        marker: Marker::default(),
        refresh: Refresh::default(),
        sentence: "Reading the notes ...".to_owned(),
    })
}

impl Page {
    fn request(&self) -> Request {
        Request::NotesSay(self.query.clone())
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        if !self.refresh.is_answer(tag) {
            return Vec::new();
        }
        match reply {
            Reply::NotesSay(said) => self.lay_out(said),
            Reply::Refused(refusal) => self.sentence = refusal.to_string(),
            Reply::Trouble(trouble) => self.sentence = trouble.to_string(),
            _ => {}
        }
        let request = self.request();
        self.refresh.after_answer(|| request)
    }

    fn lay_out(&mut self, said: &Said) {
        self.lines.clear();
        self.ids.clear();
        let mut concept: Option<Concept> = None;
        for section in &said.sections {
            if concept != Some(section.concept) {
                if concept.is_some() {
                    self.put(Line::Empty, None);
                }
                concept = Some(section.concept);
            }
            self.lay_out_section(section, said);
        }
        self.sentence = nothing(said).to_owned();
        self.said = Some(Box::new(said.clone()));
        self.marker.settle(&self.ids);
    }

    fn lay_out_section(&mut self, section: &SaidSection, said: &Said) {
        let mut notes = count(section.notes, "note", "notes");
        if section.phrases.is_empty() && section.telling.is_empty() {
            notes.push_str(", no phrase comes again");
        }
        let heading = match section.position {
            None => Line::Concept(format!("{}: {notes}", in_full(Some(section.concept)))),
            Some(position) => Line::Position(format!("{}: {notes}", position.label())),
        };
        self.put(heading, None);
        for phrase in &section.phrases {
            let notes = count(phrase.notes, "note", "notes");
            let words = format!("{notes:>12}  \"{}\"", phrase.words);
            self.put(Line::Text(words), Some(phrase.latest));
        }
        for telling in &section.telling {
            self.lay_out_sentence(telling, said);
        }
    }

    fn lay_out_sentence(&mut self, telling: &SaidSentence, said: &Said) {
        let on = crate::domain::dates::short(telling.on, said.today);
        let practice = match telling.practice.as_str() {
            "" => String::new(),
            practice => format!(", {practice}"),
        };
        let whose = format!(
            "{on}, {}{practice}, {}:",
            telling.worker,
            telling.side.label()
        );
        self.put(Line::Text(format!("    {whose}")), Some(telling.note));
        let sentence = format!("\"{}\"", telling.sentence.replace('\n', " "));
        for line in wrap(&sentence, MEASURE - 6) {
            self.put(Line::Text(format!("      {line}")), None);
        }
    }

    fn put(&mut self, line: Line, note: Option<NoteId>) {
        let at = self.lines.len();
        self.lines.push(line);
        self.ids.push(note.map(|note| (at, note)));
    }
}

/// Why there is no line.
fn nothing(said: &Said) -> &'static str {
    match (said.counts_only, said.notes) {
        (true, _) => {
            "What notes say is for those who read them: their author, their link worker and the \
             supervisor. You see counts."
        }
        (false, 0) => "No note that you read in this time.",
        (false, _) => "None of these notes is marked with a concept yet.",
    }
}

impl Screen for Page {
    fn heading(&self) -> String {
        "What the notes say".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Action> {
        vec![ListAction::Open.into(), ListAction::PageDown.into()]
    }

    fn unable(&self, action: Action) -> Option<String> {
        let nothing = action == Action::List(ListAction::Open) && self.marker.id().is_none();
        nothing.then(|| "There is no note to open".to_owned())
    }

    fn position(&self) -> Option<(usize, usize)> {
        Some(self.marker.position(&self.ids))
    }

    fn plain(&self) -> Option<Vec<String>> {
        let words = |line: &Line| match line {
            Line::Empty => String::new(),
            Line::Concept(words) | Line::Position(words) | Line::Text(words) => words.clone(),
        };
        let lines = self.lines.iter().map(words);
        Some(
            [METHOD.to_owned(), String::new()]
                .into_iter()
                .chain(lines)
                .collect(),
        )
    }

    fn nth(&mut self, number: usize) -> Vec<Effect> {
        match self.marker.take_nth(&self.ids, number) {
            true => self.act(ListAction::Open.into()),
            false => Vec::new(),
        }
    }

    fn opened(&mut self) -> Vec<Effect> {
        let request = self.request();
        self.refresh.ask(request)
    }

    fn on_top_again(&mut self) -> Vec<Effect> {
        self.opened()
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match (action, self.marker.id()) {
            (Action::List(ListAction::Open), Some((_, id))) => {
                return vec![Effect::Push(note::open(*id))];
            }
            (Action::List(action), _) => {
                self.marker.act(&self.ids, action);
            }
            _ => {}
        }
        Vec::new()
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        let request = self.request();
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back => self.refresh.is_back(request),
            said if changes_notes(said) => self.refresh.changed(|| request),
            _ => Vec::new(),
        }
    }

    fn woken(&mut self, tag: Tag) -> Vec<Effect> {
        let request = self.request();
        self.refresh.woken(tag, || request)
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.clear(area);
        let (x, wide) = (area.x + 1, area.width - 2);
        let notes = self.said.as_ref().map_or(0, |said| said.notes);
        let right = format!("{} that you read", count(notes, "note", "notes"));
        let end = pad.right(area.right() - 1, area.y, wide / 2, &right, Role::Name);
        let left = end.saturating_sub(x + 1);
        pad.text(x, area.y, left, "What the notes say", Role::Heading);
        pad.text(x, area.y + 1, wide, METHOD, Role::Text);
        let above = format!(
            "Sentences from {} notes on; how often is said in notes.",
            TELLING_ABOVE + 1
        );
        pad.text(x, area.y + 2, wide, &above, Role::Text);
        pad.rule(area, area.y + 3);
        let list = Rect {
            y: area.y + 4,
            height: area.height.saturating_sub(4),
            ..area
        };
        if self.lines.is_empty() {
            let lines = wrap(&self.sentence, usize::from(wide));
            for (line, y) in lines.iter().zip(list.top()..list.bottom()) {
                pad.text(x, y, wide, line, Role::Text);
            }
            return;
        }
        let count = self.lines.len();
        self.marker
            .draw(list, pad, count, |index, line, selected, pad| {
                let Some(shown) = self.lines.get(index) else {
                    return;
                };
                let (words, role) = match shown {
                    Line::Empty => return,
                    Line::Concept(words) => (words.clone(), Role::Heading),
                    Line::Position(words) => (format!("  {words}"), Role::Name),
                    Line::Text(words) if selected => (words.clone(), Role::Selected),
                    Line::Text(words) => (words.clone(), Role::Text),
                };
                pad.text(line.x, line.y, line.width.saturating_sub(1), &words, role);
            });
    }
}
