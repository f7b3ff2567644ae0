//! One question to the hub before the next screen can come: asked, answered, gone.

use ratatui::layout::Rect;

use crate::tui::action::{Action, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::screen::{Covers, HubSaid, Screen};
use crate::wire::{Reply, Request};

/// The question.
const ASKED: Tag = Tag(1);

/// What comes of the answer; `None` where it is no answer to this.
type Then = Box<dyn FnMut(&Reply) -> Option<Effect>>;

struct Fetch {
    heading: String,
    request: Request,
    then: Then,
}

/// Asks, and does with the answer what `then` says. Whatever else the hub says is shown.
pub(super) fn open(
    heading: String,
    request: Request,
    then: impl FnMut(&Reply) -> Option<Effect> + 'static,
) -> Box<dyn Screen> {
    Box::new(Fetch {
        heading,
        request,
        then: Box::new(then),
    })
}

/// Goes at once and says why.
pub(super) fn nowhere(why: &'static str) -> Box<dyn Screen> {
    Box::new(Nowhere(why))
}

struct Nowhere(&'static str);

impl Screen for Nowhere {
    fn heading(&self) -> String {
        String::new()
    }

    fn scope(&self) -> Scope {
        Scope::Menu
    }

    fn hints(&self) -> Vec<Action> {
        Vec::new()
    }

    fn covers(&self) -> Covers {
        Covers::Part
    }

    fn opened(&mut self) -> Vec<Effect> {
        vec![Effect::Say(Tone::Note, self.0.to_owned()), Effect::Pop]
    }

    fn act(&mut self, _action: Action) -> Vec<Effect> {
        Vec::new()
    }

    fn draw(&self, _area: Rect, _pad: &mut Pad<'_>) {}
}

impl Screen for Fetch {
    fn may_change(&self) -> bool {
        true
    }

    fn heading(&self) -> String {
        self.heading.clone()
    }

    fn scope(&self) -> Scope {
        Scope::Menu
    }

    fn hints(&self) -> Vec<Action> {
        Vec::new()
    }

    fn covers(&self) -> Covers {
        Covers::Part
    }

    fn opened(&mut self) -> Vec<Effect> {
        vec![Effect::Send(ASKED, self.request.clone())]
    }

    fn act(&mut self, _action: Action) -> Vec<Effect> {
        Vec::new()
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        let reply = match said {
            HubSaid::Reply(ASKED, reply) => reply,
            // Whether a change was made before the line broke is seen in the record.
            HubSaid::Back => return vec![Effect::Pop],
            _ => return Vec::new(),
        };
        if let Some(effect) = (self.then)(reply) {
            return vec![effect];
        }
        let (tone, words) = match reply {
            Reply::Done(done) => (Tone::Done, done.said.clone()),
            Reply::Refused(refusal) => (Tone::Trouble, refusal.to_string()),
            Reply::Trouble(trouble) => (Tone::Trouble, trouble.to_string()),
            _ => return vec![Effect::Pop],
        };
        vec![Effect::Say(tone, words), Effect::Pop]
    }

    fn draw(&self, _area: Rect, _pad: &mut Pad<'_>) {}
}
