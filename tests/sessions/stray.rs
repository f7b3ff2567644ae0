//! Keys typed into the wrong window: two thousand random printable ones on each screen, against a real
//! hub, change no record. What a person must press to change one is Enter, a key with Ctrl, a function
//! key, or the capital that a question asks for.

use caseload::tui::{
    app::{App, Setup},
    draw::Look,
    effect::Errand,
    glyphs::WGL4,
    input::Input,
    key::{Key, Name},
    keymap::{Keymap, Layer, load},
    rooms,
    theme::Theme,
};
use caseload::{
    domain::intent::Intent,
    wire::{Notice, Reply, Request},
};

use super::store::{Session, Store};

/// Keys on each screen.
const KEYS: usize = 2_000;

/// Somebody at the desk whose every question the hub answers.
struct Sitting {
    app: App,
    session: Session,
    /// The screen went away: the person left.
    left: bool,
    intents: Vec<Intent>,
}

impl Sitting {
    fn new(mut session: Session, keymap: Keymap) -> Sitting {
        let desk = session.desk().unwrap();
        let setup = Setup {
            keymap,
            look: Look {
                theme: Theme::Default,
                glyphs: WGL4,
            },
            size: (80, 24),
            cover_after: std::time::Duration::from_secs(300),
            may_suspend: false,
            banner: String::new(),
        };
        let (app, errands) = App::new(setup, rooms::of(desk));
        let (left, intents) = (false, Vec::new());
        let mut sitting = Sitting {
            app,
            session,
            left,
            intents,
        };
        sitting.perform(errands);
        sitting
    }

    fn perform(&mut self, errands: Vec<Errand>) {
        for errand in errands {
            match errand {
                Errand::Send(ticket, request) => {
                    if let Request::Do(intent) = &request {
                        self.intents.push(intent.clone());
                    }
                    let reply = self.session.ask(&request).unwrap_or_else(Reply::Trouble);
                    self.input(Input::Reply(ticket, reply));
                }
                Errand::Quit => self.left = true,
                _ => {}
            }
        }
    }

    fn input(&mut self, input: Input) {
        let errands = self.app.update(input);
        self.perform(errands);
    }

    fn keys(&mut self, names: &str) {
        for name in names.split(' ') {
            self.input(Input::Key(Key::parse(name).unwrap()));
        }
    }
}

/// The same numbers for the same seed, on every machine.
struct Dice(u64);

impl Dice {
    fn printable(&mut self) -> char {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let among = u8::try_from((self.0 >> 33) % 95).unwrap();
        char::from(b' ' + among)
    }
}

/// Random printable keys from a screen on. Somebody who leaves comes back to it, and so does who has
/// covered the screen; a question is answered with no, for its yes is what it is there for.
fn stray(
    hub: &super::store::Running,
    keymap: &Keymap,
    start: &str,
    seed: u64,
) -> (Vec<Intent>, u64) {
    let mut dice = Dice(seed);
    let mut sitting = Sitting::new(hub.session("amira"), keymap.clone());
    let mut intents = Vec::new();
    sitting.keys(start);
    for number in 0..KEYS {
        let asked = sitting.app.heading().ends_with('?');
        match dice.printable() {
            'Y' if asked => sitting.keys("n"),
            c => sitting.input(Input::Key(Key::char(c))),
        }
        if sitting.left {
            intents.append(&mut sitting.intents);
            sitting = Sitting::new(hub.session("amira"), keymap.clone());
            sitting.keys(start);
        }
        if sitting.app.is_covered() {
            sitting.input(Input::Key(Key::named(Name::Enter)));
        }
        // A form or a dialog swallows all that follows: now and then one goes back, as a person would.
        if number % 50 == 49 {
            for _ in 0..6 {
                sitting.input(Input::Key(Key::named(Name::Esc)));
            }
            sitting.keys(start);
        }
    }
    intents.append(&mut sitting.intents);
    let seq = sitting.session.desk().unwrap().seq;
    (intents, seq)
}

fn change_nothing(keymap: &Keymap, starts: [(&str, &str); 4]) {
    let store = Store::training();
    let hub = store.open();
    // There is something of Amira's own that a stray undo would take back, from another sitting.
    hub.session("amira").log(super::store::PEG, "kept").unwrap();
    let before = hub.session("amira").desk().unwrap().seq;
    for (screen, start) in starts {
        for seed in [1, 20_261_123, 77] {
            let (intents, after) = stray(&hub, keymap, start, seed);
            assert_eq!(intents, [], "on {screen} with seed {seed}");
            assert_eq!(after, before, "on {screen} with seed {seed}");
        }
    }
}

#[test]
fn two_thousand_stray_keys_change_no_record() {
    let starts = [
        ("the Agenda", "1"),
        ("the Caseload", "2"),
        ("a client", "2 enter"),
        ("the finder", "1 /"),
    ];
    change_nothing(&Keymap::built_in(), starts);
}

#[test]
fn nor_with_the_other_shipped_keymaps() {
    let keymap = |name: &str| {
        let (file, text) = (
            "mine".to_owned(),
            format!("schema = 1\nextends = \"{name}\"\n"),
        );
        load(&[Layer { file, text }])
    };
    let starts = |agenda, caseload, client, finder| {
        [
            ("the Agenda", agenda),
            ("the Caseload", caseload),
            ("a client", client),
            ("the finder", finder),
        ]
    };
    change_nothing(&keymap("vim"), starts("1", "2", "2 enter", "1 /"));
    change_nothing(
        &keymap("function-keys"),
        starts("f5", "f6", "f6 enter", "f5 f3"),
    );
}

#[test]
fn the_same_keys_with_enter_do_change_records() {
    // What shows that the sitting reaches the hub at all.
    let store = Store::training();
    let hub = store.open();
    let mut sitting = Sitting::new(hub.session("amira"), Keymap::built_in());
    let before = sitting.session.desk().unwrap().seq;
    sitting.keys("2 s 3");
    assert_eq!(sitting.session.desk().unwrap().seq, before);
    sitting.keys("enter");
    assert_eq!(sitting.session.desk().unwrap().seq, before + 1);
    sitting.keys("u");
    assert_eq!(sitting.session.desk().unwrap().seq, before + 2);
    let told = |notice: &Notice| matches!(notice, Notice::Changed { .. }).then_some(());
    sitting.session.notice("its own change", told);
}
