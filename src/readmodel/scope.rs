//! Which cases a list is made of: reach first, then whose.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    access::{Asker, Right},
    heads::{CaseHead, Heads},
    ids::{CaseId, PracticeId, StaffId},
    terms::{FinderReach, Role},
};

use super::cases::Whose;

/// Whether a case is in the asker's reach at all.
pub(super) fn in_reach(heads: &Heads, asker: Asker, case: &CaseHead) -> bool {
    asker.may(Right::Read) && asker.reaches_case(heads, case)
}

/// All cases in the asker's reach. Of a link worker who is shown no whole practice, only their own
/// and those they cover are looked at, however many others there are.
pub(super) fn reachable<'h>(heads: &'h Heads, asker: Asker<'h>) -> Vec<&'h CaseHead> {
    let whole = |practice: &PracticeId| {
        let practice = heads.practice(*practice);
        practice.is_some_and(|practice| practice.reach == FinderReach::Practice)
    };
    // Of what stood earlier the rights of now decide, whoever had the case then.
    let narrow = asker.rights_of.is_none()
        && asker.staff.role == Role::LinkWorker
        && !asker.staff.practices.iter().any(whole);
    if !narrow {
        let all = heads.cases.iter();
        return all.filter(|case| in_reach(heads, asker, case)).collect();
    }
    let sets = heads.by_worker.iter();
    sets.filter(|(worker, _)| worker.is_some_and(|worker| asker.stands_for(heads, worker)))
        .flat_map(|(_, cases)| cases)
        .filter_map(|case| heads.case(*case))
        .filter(|case| in_reach(heads, asker, case))
        .collect()
}

/// Whether a case in reach belongs to what was asked for.
pub(super) fn wanted(heads: &Heads, asker: Asker, whose: Whose, case: &CaseHead) -> bool {
    match whose {
        // A supervisor and a practice manager hold few cases of their own: theirs are all in reach.
        Whose::Mine => {
            asker.staff.role != Role::LinkWorker
                || case
                    .worker
                    .is_some_and(|worker| asker.stands_for(heads, worker))
        }
        Whose::Of(worker) => case.worker == Some(worker),
        Whose::Unallocated => case.worker.is_none(),
        Whose::All => true,
    }
}

/// Open cases in reach that were asked for.
pub(super) fn open_cases<'h>(
    heads: &'h Heads,
    asker: Asker<'h>,
    whose: Whose,
) -> impl Iterator<Item = &'h CaseHead> {
    of_sets(heads, asker, whose, &heads.open_by_worker)
}

/// All cases in reach that were asked for, closed ones too.
pub(super) fn all_cases<'h>(
    heads: &'h Heads,
    asker: Asker<'h>,
    whose: Whose,
) -> impl Iterator<Item = &'h CaseHead> {
    of_sets(heads, asker, whose, &heads.by_worker)
}

fn of_sets<'h>(
    heads: &'h Heads,
    asker: Asker<'h>,
    whose: Whose,
    sets: &'h BTreeMap<Option<StaffId>, BTreeSet<CaseId>>,
) -> impl Iterator<Item = &'h CaseHead> {
    sets.iter()
        .filter(move |(worker, _)| match whose {
            Whose::Mine if asker.staff.role == Role::LinkWorker => {
                worker.is_some_and(|worker| asker.stands_for(heads, worker))
            }
            Whose::Of(only) => **worker == Some(only),
            Whose::Unallocated => worker.is_none(),
            Whose::Mine | Whose::All => true,
        })
        .flat_map(|(_, cases)| cases)
        .filter_map(|case| heads.case(*case))
        .filter(move |case| in_reach(heads, asker, case))
}
