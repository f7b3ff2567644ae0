//! The fold that views must agree with: whole records in memory, made by the domain alone.

use std::collections::{BTreeMap, BTreeSet};

use caseload::{
    domain::{
        fact::{About, Entry, Fact},
        heads::{ClientHead, Heads},
        ids::{CaseId, ClientId, StaffId},
        record::{CaseRecord, ClientRecord},
    },
    views::Views,
};

#[derive(Default)]
pub(crate) struct Model {
    pub(crate) heads: Heads,
    pub(crate) clients: BTreeMap<ClientId, ClientRecord>,
    pub(crate) cases: BTreeMap<CaseId, CaseRecord>,
}

impl Model {
    pub(crate) fn of(entries: &[Entry]) -> Model {
        let mut model = Model::default();
        entries.iter().for_each(|entry| model.apply(entry));
        model
    }

    pub(crate) fn apply(&mut self, entry: &Entry) {
        self.heads.apply(entry);
        for (about, fact) in &entry.facts {
            self.apply_fact(entry, fact);
            let merged = matches!(
                fact,
                Fact::ClientsMerged { .. } | Fact::ClientsUnmerged { .. }
            );
            if let (true, About::Client(client)) = (merged, about)
                && let Some(record) = self.clients.get_mut(client)
            {
                record.apply(entry.seq, entry.recorded, entry.who, fact);
            }
        }
    }

    fn apply_fact(&mut self, entry: &Entry, fact: &Fact) {
        let Entry {
            seq, recorded, who, ..
        } = *entry;
        match fact {
            Fact::ClientAdded { client, .. } => {
                let record = self.clients.entry(*client).or_default();
                record.apply(seq, recorded, who, fact);
            }
            Fact::ClientSet { client, .. } | Fact::PartSet { client, .. } => {
                if let Some(record) = self.clients.get_mut(client) {
                    record.apply(seq, recorded, who, fact);
                }
            }
            Fact::ClientWithdrawn { client } => drop(self.clients.remove(client)),
            Fact::CaseWithdrawn { case } => drop(self.cases.remove(case)),
            Fact::CaseOpened { case, .. } => {
                self.cases.entry(*case).or_default();
            }
            _ => {}
        }
        if let Some(record) = fact.case().and_then(|case| self.cases.get_mut(&case)) {
            record.apply(seq, recorded, who, fact);
        }
    }

    /// Everything that the views give out is what the fold has.
    pub(crate) fn assert_equal(&self, views: &Views) {
        if let Some(difference) = self.difference(views).unwrap() {
            panic!("{difference}");
        }
        let checked = views.check(&self.heads).unwrap();
        assert_eq!(checked.clients as usize, self.clients.len());
        assert_eq!(checked.cases as usize, self.cases.len());
    }

    /// The first thing in which the views differ without saying so.
    pub(crate) fn difference(
        &self,
        views: &Views,
    ) -> Result<Option<String>, caseload::views::ViewsError> {
        let loaded = views.load_heads(|_, _| {})?;
        if loaded.seq != self.heads.seq || loaded.recorded != self.heads.recorded {
            return Ok(Some("the mark".to_owned()));
        }
        if clients(&loaded) != clients(&self.heads) || open(&loaded) != open(&self.heads) {
            return Ok(Some("the lists".to_owned()));
        }
        if format!("{:?}", loaded.directory) != format!("{:?}", self.heads.directory) {
            return Ok(Some("the directory".to_owned()));
        }
        let cases: Vec<_> = loaded.cases.iter().collect();
        if cases != self.heads.cases.iter().collect::<Vec<_>>() {
            return Ok(Some("the cases".to_owned()));
        }
        for (client, record) in &self.clients {
            if views.client(*client)?.as_ref() != Some(record) {
                return Ok(Some(format!("client {client}")));
            }
        }
        for (case, record) in &self.cases {
            let head = self.heads.case(*case).unwrap();
            if views.case(head)?.as_ref() != Some(record) {
                return Ok(Some(format!("case {case}")));
            }
        }
        Ok(None)
    }
}

fn clients(heads: &Heads) -> Vec<&ClientHead> {
    heads.clients.iter().collect()
}

fn open(heads: &Heads) -> BTreeMap<Option<StaffId>, BTreeSet<CaseId>> {
    let mut open = heads.open_by_worker.clone();
    open.retain(|_, cases| !cases.is_empty());
    open
}
