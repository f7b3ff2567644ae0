//! Somebody else changed the record under a form: what they set is shown beside what was typed, and
//! saving over it is asked for once, with both in view.

use super::{Kind, OVER, RENEW, Sheet, Stage, draft};
use crate::readmodel::client::ClientCard;
use crate::readmodel::drafts::Draft;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::effect::Effect;
use crate::tui::forms::fields::put;
use crate::tui::forms::overtaken::{Part, changes};
use crate::tui::screen::Screen as _;
use crate::wire::Reply;

/// What somebody else changed.
pub(super) struct Overtaken {
    /// "Ben Osei, 10:41"; empty where it is not known.
    by: String,
    /// The first sentence over the form.
    sentence: String,
    /// The card that the form was filled in on, where it is about a person.
    before: Option<Box<ClientCard>>,
    /// What would be saved over.
    stakes: Vec<Stake>,
}

/// Something that saving would put another in the place of.
enum Stake {
    /// The field of that name, and its text in the record.
    Field(&'static str, String),
    /// A part of the case, and how it reads now.
    Part(Part, String),
}

impl Overtaken {
    fn by(who: &str, at: &str, before: Option<Box<ClientCard>>) -> Overtaken {
        Overtaken {
            by: format!("{who}, {at}"),
            sentence: format!("{who} changed this at {at}; what you typed is kept."),
            before,
            stakes: Vec::new(),
        }
    }

    /// The record changed, nobody knows by whom.
    pub(super) fn unknown(before: Box<ClientCard>) -> Overtaken {
        Overtaken {
            by: String::new(),
            sentence: "What you typed is kept.".to_owned(),
            before: Some(before),
            stakes: Vec::new(),
        }
    }
}

impl<K: Kind> Sheet<K> {
    /// The hub refused, for somebody was faster: asks what stands now.
    pub(super) fn overtaken_by(&mut self, who: &str, at: &str) -> Vec<Effect> {
        let before = self.facts.card.clone();
        if before.is_none() && self.kind.renews().is_none() {
            return Vec::new();
        }
        self.overtaken = Some(Overtaken::by(who, at, before));
        self.stage = Stage::Comparing;
        self.ask_what_stands()
    }

    /// The card as it is now, or whatever the form is about.
    pub(super) fn ask_what_stands(&self) -> Vec<Effect> {
        let renew = self.kind.renews();
        let renew = renew.map(|request| Effect::Send(RENEW, request));
        renew
            .or_else(|| self.facts.ask_card())
            .into_iter()
            .collect()
    }

    /// What the form is about, as it stands now; or that it cannot be had any more.
    pub(super) fn heard_renewed(&mut self, reply: &Reply) -> Vec<Effect> {
        if self.stage != Stage::Comparing {
            return Vec::new();
        }
        self.stage = Stage::Filling;
        if let Reply::Trouble(trouble) = reply {
            self.overtaken = None;
            self.top = trouble.to_string();
            return Vec::new();
        }
        self.kind.renewed(reply);
        self.compare();
        Vec::new()
    }

    /// Shows what stands now, once the card is there.
    pub(super) fn compare(&mut self) {
        let Some(mut overtaken) = self.overtaken.take() else {
            return;
        };
        self.clear_beneath();
        self.top = match self.kind.edits_record() {
            true => self.compare_fields(&mut overtaken),
            false => self.compare_case(&mut overtaken),
        };
        if let Some(Stake::Field(name, _)) = overtaken.stakes.first() {
            self.form.go_to(name);
        }
        self.overtaken = Some(overtaken);
        self.kind.read_back(&mut self.form, &self.facts);
    }

    /// Fields that nobody touched here follow the record; the others show what it holds now.
    fn compare_fields(&mut self, overtaken: &mut Overtaken) -> String {
        let offered = draft::snapshot(&self.kind.form(&self.facts));
        let before = std::mem::replace(&mut self.offered, offered.clone());
        let mut followed = Vec::new();
        for (name, now) in offered {
            let was = before.iter().find(|(known, _)| *known == name);
            let Some((_, was)) = was.filter(|(_, was)| *was != now) else {
                continue;
            };
            let mine = self.form.text(name);
            if mine == *was {
                put(&mut self.form, name, &now);
                self.say_beneath(name, &joined("changed", &overtaken.by));
                followed.push(name);
            } else if mine != now {
                self.say_beneath(name, &stands(&now, &overtaken.by));
                overtaken.stakes.push(Stake::Field(name, now));
            }
        }
        let sentence = &overtaken.sentence;
        match (overtaken.stakes.is_empty(), followed.is_empty()) {
            (false, _) => {
                format!("{sentence} What stands now is under the fields; save again to choose.")
            }
            (true, false) => {
                let fields = followed.join(", ");
                format!("{sentence} Changed, and taken over here: {fields}. Save again.")
            }
            (true, true) => format!("{sentence} No field of this form is another now. Save again."),
        }
    }

    fn compare_case(&mut self, overtaken: &mut Overtaken) -> String {
        let cards = overtaken.before.as_deref().zip(self.facts.card.as_deref());
        let changed = cards.map_or_else(Vec::new, |(before, now)| changes(before, now));
        let mut lines = vec![match changed.is_empty() {
            true => format!(
                "{} Nothing that this form sets is another now. Save again.",
                overtaken.sentence
            ),
            false => format!("{} Now:", overtaken.sentence),
        }];
        let line = |(part, now): &(Part, String)| format!("{}: {now}", part.label());
        lines.extend(changed.iter().map(line));
        let at_stake = changed.into_iter().filter(|(part, _)| *part != Part::Other);
        overtaken.stakes = at_stake.map(|(part, now)| Stake::Part(part, now)).collect();
        lines.join("\n")
    }

    /// A draft that was typed on a record which holds something else now.
    pub(super) fn compare_draft(&mut self, kept: &Draft) {
        let Some(card) = self.facts.card.clone().filter(|_| self.kind.edits_record()) else {
            return;
        };
        let mut overtaken = Overtaken::unknown(card);
        for (name, was) in draft::bases(kept) {
            let now = self.offered.iter().find(|(known, _)| *known == name);
            let Some((name, now)) = now.filter(|(_, now)| *now != was).cloned() else {
                continue;
            };
            if self.form.text(name) != now {
                self.say_beneath(name, &stands(&now, ""));
                overtaken.stakes.push(Stake::Field(name, now));
            }
        }
        if overtaken.stakes.is_empty() {
            return;
        }
        self.top = "The record has changed since you typed this. What stands now is under the fields; save to \
                    choose."
            .to_owned();
        self.overtaken = Some(overtaken);
    }

    /// What must be answered before this is saved over what somebody else set; nothing where both
    /// say the same by now.
    pub(super) fn question(&self) -> Option<Effect> {
        let overtaken = self.overtaken.as_ref()?;
        let stake = |stake: &Stake| match stake {
            Stake::Field(name, now) => {
                let (entry, mine) = (self.form.entry(name)?, self.form.text(name));
                (mine != *now).then(|| both(&entry.label, now, &mine))
            }
            Stake::Part(part, now) => {
                let mine = self.kind.mine(&self.form, *part, &self.facts);
                Some(both(part.label(), now, &mine))
            }
        };
        let mut lines: Vec<String> = overtaken.stakes.iter().filter_map(stake).collect();
        if lines.is_empty() {
            return None;
        }
        if !overtaken.by.is_empty() {
            lines.insert(0, format!("Changed by {}.", overtaken.by));
        }
        lines.push("Save yours all the same?".to_owned());
        let question = Confirm::new(OVER, self.heading(), lines.join("\n"));
        Some(Effect::Push(Box::new(question)))
    }

    /// It was chosen: what stands now is known and may be saved over.
    pub(super) fn settle(&mut self) {
        self.overtaken = None;
        self.top.clear();
        self.clear_beneath();
    }

    fn say_beneath(&mut self, name: &str, words: &str) {
        if let Some(entry) = self.form.entry_mut(name) {
            entry.beneath = words.to_owned();
        }
    }

    fn clear_beneath(&mut self) {
        let names: Vec<&str> = self.form.entries().iter().map(|entry| entry.name).collect();
        for name in names {
            self.say_beneath(name, "");
        }
    }
}

/// "now: 07700 900123, Ben Osei, 10:41".
fn stands(now: &str, by: &str) -> String {
    joined(&format!("now: {}", shown(now)), by)
}

fn joined(words: &str, by: &str) -> String {
    match by {
        "" => words.to_owned(),
        by => format!("{words}, {by}"),
    }
}

/// "Phone: now 07700 900123, yours 07700 900118".
fn both(label: &str, now: &str, mine: &str) -> String {
    match mine {
        "" if now.is_empty() => format!("{label}: empty now"),
        "" => format!("{label}: now {}", shown(now)),
        mine => format!("{label}: now {}; yours {}", shown(now), shown(mine)),
    }
}

fn shown(text: &str) -> String {
    match text.trim() {
        "" => "empty".to_owned(),
        text => text.replace('\n', " / "),
    }
}
