//! What the activity pack calls its figures, and what each of them counts.

use crate::{
    exchange::pack::{Block, Section},
    readmodel::activity::Topic,
};

/// A word or two and what they mean.
type Meaning = (&'static str, &'static str);

/// One section: its topics, and their definitions.
pub(super) struct Spec {
    pub(super) code: &'static str,
    pub(super) title: &'static str,
    pub(super) topics: &'static [Topic],
    pub(super) definitions: &'static [Meaning],
}

pub(super) const SECTIONS: [Spec; 8] = [
    Spec {
        code: "referrals",
        title: "Referrals",
        topics: &[Topic::Months, Topic::Sources, Topic::Reasons],
        definitions: &[
            (
                "Referral",
                "A case whose day of referral lies in the period, whoever had it since.",
            ),
            (
                "By month",
                "Referrals by the day of referral, in the twelve months up to the end of the period; all practices counted here together.",
            ),
            (
                "Source",
                "Who asked for it, as it was written down; \"not said\" where nobody wrote it.",
            ),
            (
                "Reason",
                "The main need that it was made for. Further needs are not counted. What was written in other words counts as other.",
            ),
        ],
    },
    Spec {
        code: "first-spoke",
        title: "Days to the first conversation",
        topics: &[Topic::FirstSpoke],
        definitions: &[
            (
                "First spoken to",
                "Cases in which the first two-way contact with the person took place in the period, whenever they were referred.",
            ),
            (
                "Days",
                "From the day of referral to that contact, weekends and holidays included. The median is the middle: half waited no longer.",
            ),
        ],
    },
    Spec {
        code: "contacts",
        title: "Contacts and tries",
        topics: &[Topic::Contacts],
        definitions: &[
            (
                "Spoke",
                "Two-way contact with the person themselves, by any channel.",
            ),
            (
                "Tries",
                "No answer, a voicemail left, or did not attend: contacts that were meant to reach the person and did not.",
            ),
            (
                "Did not attend",
                "The person was expected and did not come. Cancelled beforehand counts apart, by whom.",
            ),
            (
                "Contacts",
                "Counted by the day on which they took place. One person may have many.",
            ),
        ],
    },
    Spec {
        code: "states",
        title: "Where cases stand at the end of the period",
        topics: &[Topic::States, Topic::Endings],
        definitions: &[
            (
                "Cases",
                "All that were open on some day of the period, in the state that they had on its last day.",
            ),
            ("Waiting list", "Our own: accepted, and not yet taken up."),
            (
                "Holding",
                "Active work that waits on purpose, with a reason and a day to look again.",
            ),
            ("Paused", "At the person's own wish."),
            (
                "Declined, not accepted",
                "The person said no; the service said no.",
            ),
            (
                "Closed",
                "Ended in the period, with the one reason that was chosen then.",
            ),
        ],
    },
    Spec {
        code: "connections",
        title: "Connections to services",
        topics: &[Topic::Connections],
        definitions: &[
            (
                "Connection",
                "A person sent or signposted to a voluntary, community or social enterprise service. One person may have several.",
            ),
            (
                "Counted",
                "Connections of those cases that were still under way at the end of the period, \
                    and those that reached their last stage in it; each once, in the stage of \
                    that day.",
            ),
            (
                "Signposted",
                "Told of a service and left to go by themselves: no reply is expected.",
            ),
        ],
    },
    Spec {
        code: "measures",
        title: "Measures: baseline and later",
        topics: &[Topic::Measures],
        definitions: &[
            (
                "People with both",
                "Cases with a baseline and a later taking of the same version, the later one in \
                    the period: the baseline and the latest are compared. An item left unanswered \
                    in either is not counted.",
            ),
            (
                "Better, worse",
                "In the direction in which the measure is read: for anxiety, loneliness and MYCaW \
                    a lower figure is better, for all others a higher one. How far it moved is \
                    not counted.",
            ),
            (
                "Items",
                "Each stands by itself. ONS4 is four figures and is never added up; a total stands only where the authors of a measure have one.",
            ),
            (
                "What it does not say",
                "Nothing about why: people who have both takings are not all people, and much else happens in their lives.",
            ),
        ],
    },
    Spec {
        code: "minutes",
        title: "Minutes of contacts",
        topics: &[Topic::MinutesNoted, Topic::Minutes],
        definitions: &[(
            "Minutes",
            "As they were noted with a contact. Most contacts may have none: this is not all the time that was spent.",
        )],
    },
    Spec {
        code: "time",
        title: "Minutes that were about no one person",
        topics: &[Topic::Time],
        definitions: &[(
            "Time",
            "As the people counted here noted it for weeks that began in the period. Not told \
                apart by practice, and left out where the pack is of one practice.",
        )],
    },
];

/// The code, the caption and what the rows are.
pub(super) fn caption(topic: Topic) -> (&'static str, &'static str, &'static str) {
    match topic {
        Topic::Months => ("months", "Referrals by month", "Month"),
        Topic::Sources => ("sources", "Referrals by source", "Source"),
        Topic::Reasons => ("reasons", "Referrals by main reason", "Reason"),
        Topic::FirstSpoke => (
            "first-spoke",
            "Days from referral to the first conversation",
            "Figure",
        ),
        Topic::Contacts => ("contacts", "Contacts by what came of them", "Result"),
        Topic::States => ("states", "Cases by state on the last day", "State"),
        Topic::Endings => ("endings", "Closed cases by reason", "Reason"),
        Topic::Connections => ("connections", "Connections by stage", "Stage"),
        Topic::Measures => (
            "measures",
            "Pairs of measures, item by item",
            "Measure and item",
        ),
        Topic::MinutesNoted => (
            "minutes-noted",
            "Contacts with minutes noted, by kind",
            "Kind",
        ),
        Topic::Minutes => ("minutes", "Minutes noted, by kind of contact", "Kind"),
        Topic::Time => ("time", "Minutes by kind", "Kind"),
    }
}

/// The rule by which figures are left out.
pub(super) fn rules(several: bool) -> Section {
    let mut terms: Vec<Meaning> = vec![
        (
            "<5",
            "From 1 to 4. Such a figure is not shown, so that nobody can be recognised by it. 0 is shown as 0.",
        ),
        (
            "withheld",
            "Any figure, left out because a \"<5\" could be worked out from it by adding and \
                subtracting within this pack. In each sum with a hidden figure at least one more \
                is hidden: the smallest part that is there, else the sum itself.",
        ),
        ("-", "There is nothing to be said."),
        ("Kinds that are missing", "What did not occur has no row."),
        (
            "With other packs",
            "Packs of overlapping periods or of single practices, held side by side, can say more than each alone. Do not publish them together.",
        ),
    ];
    if several {
        terms.push(("All", "All practices counted here."));
    }
    Section {
        code: "rules",
        title: "How to read the figures".to_owned(),
        blocks: vec![Block::Definitions(owned(&terms))],
    }
}

pub(super) fn owned(terms: &[Meaning]) -> Vec<(String, String)> {
    let own = |(label, words): &Meaning| ((*label).to_owned(), (*words).to_owned());
    terms.iter().map(own).collect()
}
