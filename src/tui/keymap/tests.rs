//! What the keymap promises: every action has its line, every fault is found and named, and
//! nobody is locked in.

use super::layers::{load_all, missing, shipped, shipped_names};
use super::*;
use crate::tui::action::{
    AgendaAction, CaseAction, ConfirmAction, EverywhereAction, ListAction, TABLE,
};

fn over(text: &str) -> Keymap {
    load(&[Layer {
        file: "mine.toml".to_owned(),
        text: format!("schema = 1\n{text}"),
    }])
}

/// The faults of a file over the built-in keymap, as "CODE line:column".
fn faults(text: &str) -> Vec<String> {
    let short = |fault: &Fault| format!("{} {}:{}", fault.code, fault.line, fault.column);
    over(text).faults.iter().map(short).collect()
}

fn does(keymap: &Keymap, scope: Scope, keys: &str) -> Found {
    let keys: Vec<Key> = keys
        .split(' ')
        .map(|key| Key::parse(key).expect("a key"))
        .collect();
    keymap.find(scope.stack(), &keys)
}

fn action(action: impl Into<Action>) -> Found {
    Found::Action(action.into())
}

#[test]
fn every_action_of_the_table_has_a_line_in_the_built_in_keymap() {
    assert_eq!(missing(shipped("default").expect("shipped")), [""; 0]);
    let keymap = Keymap::built_in();
    for row in TABLE {
        let bound = keymap
            .binds(row.scope)
            .iter()
            .any(|bind| bind.action == row.action);
        assert!(bound, "[{}] {} has no key", row.scope.name(), row.name);
    }
}

#[test]
fn the_built_in_keymap_says_above_each_line_what_it_does() {
    let text = shipped("default").expect("shipped");
    for row in TABLE {
        let (_, section) = text
            .split_once(&format!("\n[{}]\n", row.scope.name()))
            .expect("table");
        let section = section.split("\n[").next().unwrap_or_default();
        let mut lines = section.lines();
        let start = format!("{} = ", row.name);
        let mut comment = "";
        let found = lines.any(|line| {
            let here = line.starts_with(&start);
            if !here {
                comment = line;
            }
            here
        });
        assert!(
            found && comment.starts_with(&format!("# {}", row.title)),
            "{}",
            row.name
        );
        assert_eq!(
            row.harmful,
            comment.ends_with("(cannot be undone)"),
            "{}",
            row.name
        );
    }
}

#[test]
fn shipped_keymaps_have_no_fault_but_what_they_move() {
    for name in shipped_names() {
        let text = shipped(name).expect("shipped").to_owned();
        let keymap = load(&[Layer {
            file: name.to_owned(),
            text,
        }]);
        let bad: Vec<String> = keymap
            .faults
            .iter()
            .filter(|fault| fault.level == Level::Error || fault.code == "K09")
            .map(ToString::to_string)
            .collect();
        assert_eq!(bad, [""; 0], "{name}");
    }
}

#[test]
fn no_case_command_sits_on_a_movement_key() {
    let keymap = Keymap::built_in();
    for key in ["h", "j", "k", "n", "g", "x"] {
        for bind in keymap.binds(Scope::Case) {
            assert_ne!(bind.chord.first().copied(), Key::parse(key), "{key}");
        }
    }
}

#[test]
fn a_later_layer_wins_action_by_action_and_says_what_moved() {
    let keymap = over("[case]\nlog = [\"f\"]\n");
    assert_eq!(does(&keymap, Scope::Agenda, "f"), action(CaseAction::Log));
    assert_eq!(does(&keymap, Scope::Agenda, "l"), Found::Nothing);
    assert_eq!(
        does(&keymap, Scope::Agenda, "s"),
        action(CaseAction::Status)
    );
    let said = keymap.faults[0].to_string();
    assert!(
        said.starts_with("mine.toml:3:8: note K03: f moved from \"next-step\" to \"log\""),
        "{said}"
    );
    assert!(said.contains("\"next-step\" has no key now"), "{said}");
    assert_eq!(keymap.mark(CaseAction::Log.into()), "(yours)");
    assert_eq!(keymap.mark(CaseAction::Status.into()), "");
}

#[test]
fn a_key_given_to_an_outer_scope_is_taken_from_the_inner_ones() {
    let keymap = over("[everywhere]\nfind = [\"l\"]\n");
    assert_eq!(
        does(&keymap, Scope::Client, "l"),
        action(EverywhereAction::Find)
    );
}

#[test]
fn k01_what_is_not_a_keymap_is_not_used() {
    let broken = "[case]\nlog = [\"f\"\nstatus = \n";
    let keymap = over(broken);
    assert!(keymap.faults.iter().all(|fault| fault.code == "K01"));
    assert!(keymap.faults[0].line >= 3, "{}", keymap.faults[0]);
    assert_eq!(does(&keymap, Scope::Agenda, "l"), action(CaseAction::Log));
    let layer = Layer {
        file: "old.toml".to_owned(),
        text: "schema = 9\n".to_owned(),
    };
    assert_eq!(load(&[layer]).faults[0].code, "K01");
    assert_eq!(faults("extends = \"emacs\"\n"), ["K01 2:11"]);
}

#[test]
fn k02_unknown_words_are_named_with_the_nearest_known_one_and_the_rest_works() {
    let keymap = over("[case]\nlgo = [\"f\"]\nstatus = [\"entre\", \"X\"]\n[cases]\nlog = []\n");
    let said: Vec<String> = keymap.faults.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].starts_with("mine.toml:3:1: error K02") && said[0].contains("\"log\""));
    assert!(
        said[1].starts_with("mine.toml:4:11:") && said[1].contains("\"enter\""),
        "{said:?}"
    );
    assert!(
        said[2].starts_with("mine.toml:5:2:") && said[2].contains("\"case\""),
        "{said:?}"
    );
    assert_eq!(
        does(&keymap, Scope::Agenda, "X"),
        action(CaseAction::Status)
    );
    assert_eq!(does(&keymap, Scope::Agenda, "l"), action(CaseAction::Log));
    assert_eq!(faults("[case]\nlog = \"f\"\n"), ["K02 3:1"]);
}

#[test]
fn k03_one_key_for_two_actions_is_used_for_neither() {
    let keymap = over("[case]\nlog = [\"z\"]\nstatus = [\"z\", \"X\"]\n");
    let said: Vec<String> = keymap.faults.iter().map(ToString::to_string).collect();
    assert!(said[0].contains(":3:8: error K03") && said[0].contains("[case] status, line 4"));
    assert!(said[1].contains(":4:11: error K03") && said[1].contains("[case] log, line 3"));
    assert_eq!(does(&keymap, Scope::Agenda, "z"), Found::Nothing);
    assert_eq!(
        does(&keymap, Scope::Agenda, "X"),
        action(CaseAction::Status)
    );
    assert_eq!(does(&keymap, Scope::Agenda, "l"), action(CaseAction::Log));
    assert_eq!(
        faults("[agenda]\nadd = [\"z\"]\n[list]\nlast = [\"z\"]\n"),
        ["K03 3:8", "K03 5:9"]
    );
}

#[test]
fn k04_a_key_is_not_also_the_beginning_of_a_chord() {
    let keymap = over("[list]\nfirst = [\"g g\"]\nlast = [\"g\"]\n");
    assert_eq!(
        keymap
            .faults
            .iter()
            .filter(|fault| fault.code == "K04")
            .count(),
        2
    );
    assert_eq!(
        does(&keymap, Scope::Agenda, "home"),
        action(ListAction::First)
    );
}

#[test]
fn k05_keys_that_the_terminal_cannot_tell_apart_are_refused() {
    for key in [
        "ctrl-i",
        "ctrl-m",
        "ctrl-[",
        "shift-enter",
        "ctrl-enter",
        "ctrl-backspace",
        "ctrl-up",
        "shift-left",
        "ctrl-home",
        "shift-end",
        "shift-f1",
        "ctrl-shift-a",
        "alt-up",
        "super-a",
        "ctrl-/",
        "ctrl-1",
        "alt-pgup",
        "shift-pgdn",
        "shift-ins",
        "ctrl-f4",
        "ctrl-tab",
    ] {
        assert_eq!(
            faults(&format!("[case]\nlog = [\"{key}\"]\n")),
            ["K05 3:8"],
            "{key}"
        );
    }
    assert_eq!(faults("[case]\nlog = [\"ctrl-r\"]\n"), [""; 0]);
}

#[test]
fn k06_letters_are_text_where_text_is_typed() {
    for scope in ["form", "text", "finder", "help", "palette"] {
        let name = if scope == "form" { "save" } else { "next" };
        let name = if scope == "text" { "line-up" } else { name };
        for key in ["z", "space", "left", "backspace"] {
            let text = format!("[{scope}]\n{name} = [\"{key}\"]\n");
            assert!(faults(&text)[0].starts_with("K06"), "{scope} {key}");
        }
    }
    assert_eq!(faults("[menu]\nfirst = [\"1\"]\n"), ["K06 3:10"]);
}

#[test]
fn k07_nobody_can_lock_himself_in() {
    let none = "[everywhere]\nhelp = []\nback = []\nquit = []\npalette = []\n[confirm]\nno = []\n";
    let keymap = over(none);
    assert!(keymap.faults.iter().any(|fault| fault.code == "K07"));
    for &scope in Scope::ALL.iter().filter(|scope| **scope != Scope::Cover) {
        for (key, what) in [
            ("f1", EverywhereAction::Help),
            ("esc", EverywhereAction::Back),
            ("ctrl-c", EverywhereAction::Quit),
            ("ctrl-p", EverywhereAction::Palette),
        ] {
            assert_eq!(
                does(&keymap, scope, key),
                action(what),
                "{key} in {}",
                scope.name()
            );
        }
    }
    assert_eq!(
        does(&keymap, Scope::Confirm, "n"),
        action(ConfirmAction::No)
    );
    // A letter alone does not help where letters are text.
    let keymap = over("[everywhere]\nquit = [\"Q\"]\n");
    assert_eq!(
        does(&keymap, Scope::Form, "ctrl-c"),
        action(EverywhereAction::Quit)
    );
    // Hiding it is as bad as unbinding it.
    let keymap = over("[cover]\nuncover = [\"ctrl-c\", \"f10\", \"Q\"]\n");
    assert_eq!(
        does(&keymap, Scope::Cover, "ctrl-c"),
        action(EverywhereAction::Quit)
    );
}

#[test]
fn k08_keys_that_do_not_reach_everyone_are_warned_of_and_work() {
    for key in [
        "ctrl-s", "ctrl-q", "ctrl-a", "ctrl-b", "f11", "alt-x", "ins",
    ] {
        let keymap = over(&format!("[case]\nlog = [\"{key}\"]\n"));
        assert_eq!(
            (keymap.faults[0].code, keymap.faults[0].level),
            ("K08", Level::Warning)
        );
        assert_eq!(does(&keymap, Scope::Agenda, key), action(CaseAction::Log));
    }
}

#[test]
fn k09_hiding_the_last_key_of_what_works_everywhere_is_warned_of() {
    let keymap = over("[agenda]\npractice = [\".\", \"ctrl-g\"]\n");
    let said = keymap
        .faults
        .iter()
        .find(|fault| fault.code == "K09")
        .expect("K09")
        .to_string();
    assert!(
        said.contains("[agenda] \"practice\" hides the only key of \"cover\""),
        "{said}"
    );
    assert_eq!(
        does(&keymap, Scope::Agenda, "."),
        action(AgendaAction::Practice)
    );
}

#[test]
fn k10_harm_is_not_done_by_a_slip() {
    for key in ["y", "enter", "down", "5", "Q", "N", "ctrl-n", "ctrl-g", "!"] {
        assert_eq!(
            faults(&format!("[confirm]\nyes = [\"{key}\"]\n")),
            ["K10 3:8"],
            "{key}"
        );
    }
    for key in ["D", "ctrl-y", "f2"] {
        assert_eq!(
            faults(&format!("[confirm]\nyes = [\"{key}\"]\n")),
            [""; 0],
            "{key}"
        );
    }
    let keymap = over("[confirm]\nyes = [\"Q\"]\n");
    assert_eq!(
        does(&keymap, Scope::Confirm, "Y"),
        action(ConfirmAction::Yes),
        "a line that lost its only key leaves the action where it was"
    );
}

#[test]
fn nothing_harmful_is_one_slip_from_something_harmless() {
    for name in shipped_names() {
        let text = shipped(name).expect("shipped").to_owned();
        let file = name.to_owned();
        let keymap = load_all(&[(Origin::Shipped, Layer { file, text })]);
        assert_eq!(slips::found(&keymap), [""; 0], "{name}");
    }
    assert!(TABLE.iter().any(|row| row.harmful));
    // Each of these lies beside the Y that says yes to what cannot be undone.
    for near in ["y", "ctrl-y"] {
        let keymap = over(&format!("[client]\nedit = [\"{near}\"]\n"));
        let found = slips::found(&keymap);
        let one = near == "y";
        assert_eq!(
            found.iter().any(|said| said.contains("[client] edit")),
            one,
            "{found:?}"
        );
    }
    for (a, b, near) in [
        ("Y", "y", true),
        ("Y", "alt-y", false),
        ("ctrl-y", "y", true),
        ("f2", "ctrl-f2", true),
        ("?", "/", true),
        ("!", "1", true),
        ("Y", "u", false),
    ] {
        let key = |text: &str| match text.strip_prefix("ctrl-f2") {
            Some(_) => Key {
                ctrl: true,
                ..Key::parse("f2").expect("a key")
            },
            None => Key::parse(text).expect("a key"),
        };
        assert_eq!(slips::one_slip(key(a), key(b)), near, "{a} {b}");
    }
}

#[test]
fn k07_and_k09_say_which_line_does_it() {
    let at = |text: &str, code: &str| {
        let keymap = over(text);
        let fault = keymap.faults.into_iter().find(|fault| fault.code == code);
        fault.map(|fault| (fault.line, fault.column, !fault.suggestion.is_empty()))
    };
    assert_eq!(at("[everywhere]\nquit = []\n", "K07"), Some((3, 1, true)));
    let hides = "[cover]\nuncover = [\"ctrl-c\", \"f10\", \"Q\"]\n";
    assert_eq!(at(hides, "K07"), Some((3, 12, true)));
    let practice = "[agenda]\npractice = [\".\", \"ctrl-g\"]\n";
    assert_eq!(at(practice, "K09"), Some((3, 13, true)));
}

#[test]
fn k11_an_old_name_is_read_for_two_minor_versions() {
    const TABLE: &[renamed::Renamed] = &[
        renamed::Renamed {
            scope: "case",
            old: "note-contact",
            new: Some("log"),
            since: 4,
        },
        renamed::Renamed {
            scope: "case",
            old: "colour",
            new: None,
            since: 4,
        },
    ];
    let text = "schema = 1\n[case]\nnote-contact = [\"f6\"]\ncolour = [\"f5\"]\n";
    let read = |minor| {
        let renames = renamed::Renames {
            table: TABLE,
            minor,
        };
        file::read_with("mine.toml", text, renames)
    };
    let done = read(6);
    let said: Vec<String> = done.faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "mine.toml:3:1: warning K11: \"note-contact\" is called \"log\" now; write: log = [...]",
            "mine.toml:4:1: warning K11: there is no \"colour\" any more, the line is not used; \
             take the line out",
        ]
    );
    let names: Vec<&str> = done.lines.iter().map(|line| line.row.name).collect();
    assert_eq!(names, ["log"]);
    let codes: Vec<&str> = read(7).faults.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["K02", "K02"]);
}

#[test]
fn every_fault_says_what_to_do() {
    let bad = "[case]\nlgo = []\nlog = \"f\"\nstatus = [1, \"\", \"ctrl-i\", \"entre\", \"ctrl-s\", \
               \"a b c d\", \"!rm\"]\nmore = [\"z\"]\nprivate = [\"z\"]\n[finder]\nnext = [\"z\"]\n\
               [confirm]\nyes = [\"y\", \"Q\"]\n[everywhere]\nquit = []\nhelp = [\"f\"]\n[nowhere]\n";
    let mut all = over(bad).faults;
    all.extend(over("x = ").faults);
    all.extend(over("extends = \"emacs\"\n").faults);
    all.extend(over("numbered-rows = 3\nfoo = 1\n").faults);
    let mut codes: Vec<&str> = all.iter().map(|fault| fault.code).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in [
        "K01", "K02", "K03", "K05", "K06", "K07", "K08", "K10", "K12",
    ] {
        assert!(codes.contains(&code), "{code} not in {codes:?}");
    }
    for fault in all {
        assert!(fault.line > 0 && fault.column > 0, "{fault}");
        assert!(!fault.suggestion.is_empty(), "{fault}");
    }
}

fn layer(origin: Origin, file: &str, text: &str) -> (Origin, Layer) {
    let (file, text) = (file.to_owned(), format!("schema = 1\n{text}"));
    (origin, Layer { file, text })
}

#[test]
fn layers_lie_one_over_the_other_and_the_shipped_map_under_all() {
    let site = layer(
        Origin::Site,
        "site",
        "[list]\nlast = [\"L\"]\nfirst = [\"F\"]\n",
    );
    let own = layer(
        Origin::Yours,
        "own",
        "extends = \"vim\"\n[list]\nfirst = [\"0\"]\n",
    );
    let keymap = load_all(&[site.clone(), own.clone()]);
    assert_eq!(keymap.layers, ["default", "vim", "site", "own"]);
    assert_eq!(does(&keymap, Scope::Agenda, "0"), action(ListAction::First));
    assert_eq!(does(&keymap, Scope::Agenda, "L"), action(ListAction::Last));
    assert_eq!(
        does(&keymap, Scope::Agenda, "G"),
        Found::Nothing,
        "the site's word stands over the shipped map that the person extends"
    );
    assert_eq!(
        does(&keymap, Scope::Agenda, "ctrl-d"),
        action(ListAction::PageDown)
    );
    assert_eq!(keymap.mark(ListAction::Last.into()), "(site)");
    assert_eq!(keymap.mark(ListAction::PageDown.into()), "");
    let text = shipped("function-keys").expect("shipped").to_owned();
    let file = "function-keys".to_owned();
    let keymap = load_all(&[site, own, (Origin::Shipped, Layer { file, text })]);
    assert_eq!(keymap.layers, ["default", "site", "own", "function-keys"]);
    // Nothing of the other shipped map is left where the one named does not speak.
    assert_ne!(
        does(&keymap, Scope::Agenda, "ctrl-f"),
        action(ListAction::PageDown)
    );
    assert!(keymap.numbered_rows);
}

#[test]
fn function_keys_has_no_letter_and_no_chord() {
    let keymap = over("extends = \"function-keys\"\n");
    for &scope in Scope::ALL {
        for bind in keymap.binds(scope) {
            let name = bind.action.row().name;
            assert_eq!(bind.chord.len(), 1, "[{}] {name}", scope.name());
            // The space bar marks rows, as it ticks boxes everywhere.
            let mut written = bind.chord.iter().filter_map(|key| key.printable());
            let written = written.find(|c| *c != ' ');
            assert_eq!(written, None, "[{}] {name}", scope.name());
        }
    }
    for bind in Scope::ALL.iter().flat_map(|scope| keymap.binds(*scope)) {
        let risky = bind.chord.iter().find_map(|key| check::risky(*key));
        let own = bind.layer > 0;
        assert!(!own || risky.is_none(), "{}: {risky:?}", bind.label());
    }
    for place in [
        EverywhereAction::Agenda,
        EverywhereAction::Caseload,
        EverywhereAction::Services,
    ] {
        let key = keymap
            .key_of(Scope::Agenda.stack(), place.into())
            .expect("a key");
        assert!(key.starts_with('F'), "{key}");
    }
}

#[test]
fn k12_keymaps_run_nothing() {
    for key in [":quit", "!rm", "a b c d", "$(x)"] {
        assert_eq!(
            faults(&format!("[case]\nlog = [\"{key}\"]\n")),
            ["K12 3:8"],
            "{key}"
        );
    }
    let large = format!("# {}\n", "x".repeat(70_000));
    assert_eq!(faults(&large), ["K12 1:1"]);
}

#[test]
fn a_chord_waits_for_what_may_follow() {
    let keymap = over("extends = \"vim\"\n");
    assert_eq!(does(&keymap, Scope::Agenda, "g"), Found::Beginning);
    assert_eq!(
        does(&keymap, Scope::Agenda, "g g"),
        action(ListAction::First)
    );
    assert_eq!(does(&keymap, Scope::Agenda, "g x"), Found::Nothing);
    let follows = keymap.follows(Scope::Agenda.stack(), &[Key::char('g')]);
    assert_eq!(
        follows.iter().map(|bind| bind.label()).collect::<Vec<_>>(),
        ["g then g"]
    );
}

#[test]
fn the_table_for_the_readme_names_every_action() {
    let markdown = table::markdown_table(&Keymap::built_in());
    for row in TABLE {
        assert!(markdown.contains(row.title), "{}", row.title);
    }
    assert!(markdown.contains("| `/` `F3` | Find anyone or anything by typing |"));
}
