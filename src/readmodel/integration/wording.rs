//! The grid in words: four concepts, three positions. The concepts and the continuum are those of the
//! paper; what stands in the cells, the letters and the short names are ours.

use crate::domain::terms::{Concept, Position};

/// The paper, ready to be copied.
pub const CITATION: &str = "Tierney S, Westlake D, Wong G, et al. Experiences of integrating social \
    prescribing link workers into primary care in England: bolting on, fitting in or belonging. \
    Br J Gen Pract 2025. doi 10.3399/BJGP.2024.0279";

/// What a concept looks like at each position: bolted on, fitting in, belonging.
const CELLS: [(Concept, [&str; 3]); 4] = [
    (
        Concept::Power,
        [
            "Rules, targets and referrals are set elsewhere and arrive",
            "Is asked, yet bends to GP priorities to keep the peace",
            "Shares in criteria, caseload and pace; discretion is trusted",
        ],
    ),
    (
        Concept::Identity,
        [
            "Staff and patients do not know the role; outside the team",
            "Known to a few; keeps explaining; takes on near-by tasks",
            "Named, sought out, distinct expertise respected; in the MDT",
        ],
    ),
    (
        Concept::Effect,
        [
            "Only counts, for a funder; nothing comes back",
            "Reports in the practice's terms; others chose the measures",
            "Numbers and stories read together and change what is done",
        ],
    ),
    (
        Concept::Infrastructure,
        [
            "No desk, login, induction or supervisor; VCSE supply assumed",
            "Works round gaps: borrowed room, read-only, ad hoc support",
            "Access, room, supervision, time and VCSE capacity are planned",
        ],
    ),
];

/// The letter by which a concept is called.
pub fn letter(concept: Concept) -> &'static str {
    match concept {
        Concept::Power => "P",
        Concept::Identity => "I",
        Concept::Effect => "E",
        Concept::Infrastructure => "F",
    }
}

/// The short name of a concept, for tight rows.
pub fn short(concept: Concept) -> &'static str {
    match concept {
        Concept::Power => "centralising / diffusing power",
        Concept::Identity => "forging an identity",
        Concept::Effect => "demonstrating effect",
        Concept::Infrastructure => "building an infrastructure",
    }
}

/// The whole grid as lines, labelled as ours, with the paper's citation.
pub fn grid_in_words() -> Vec<String> {
    let mut lines = vec![
        "What stands at each position is our wording around the paper's abstract, to agree on \
         what one means. It is no validated scale."
            .to_owned(),
        format!("Concepts and continuum: {CITATION}"),
    ];
    let positions = [Position::BoltedOn, Position::FittingIn, Position::Belonging];
    for (concept, cells) in CELLS {
        lines.push(String::new());
        lines.push(format!("{}  {}", letter(concept), concept.label()));
        for (position, words) in positions.into_iter().zip(cells) {
            lines.push(format!("   {:<11} {words}", position.label()));
        }
    }
    lines
}

/// What stands at one position of a concept, in our words; nothing where no position is stated.
pub fn in_cell(concept: Concept, position: Position) -> &'static str {
    let at = match position {
        Position::NotStated => return "",
        Position::BoltedOn => 0,
        Position::FittingIn => 1,
        Position::Belonging => 2,
    };
    let cells = CELLS.iter().find(|(one, _)| *one == concept);
    cells
        .and_then(|(_, cells)| cells.get(at).copied())
        .unwrap_or_default()
}
