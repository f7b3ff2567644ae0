//! A table from id to record in pages: one step to look up, small where ids are dense (as the
//! store gives them), and without harm where they are not.

/// Records a page.
const PAGE: usize = 1024;

/// Records by id; memory follows the pages in use.
#[derive(Debug)]
pub(super) struct Pages<T> {
    pages: Vec<Option<Box<[Option<T>]>>>,
    count: usize,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self {
            pages: Vec::new(),
            count: 0,
        }
    }
}

impl<T> Pages<T> {
    /// The number of records.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// One more than the highest id there may be.
    pub(super) fn end(&self) -> usize {
        self.pages.len() * PAGE
    }

    /// The record under `id`.
    pub(super) fn get(&self, id: u32) -> Option<&T> {
        let id = id as usize;
        self.pages
            .get(id / PAGE)?
            .as_ref()?
            .get(id % PAGE)?
            .as_ref()
    }

    /// Puts a record and returns the one it replaces.
    pub(super) fn put(&mut self, id: u32, record: T) -> Option<T> {
        let id = id as usize;
        if self.pages.len() <= id / PAGE {
            self.pages.resize_with(id / PAGE + 1, || None);
        }
        let page = self.pages.get_mut(id / PAGE)?;
        let page = page.get_or_insert_with(|| (0..PAGE).map(|_| None).collect());
        let before = page.get_mut(id % PAGE)?.replace(record);
        self.count += usize::from(before.is_none());
        before
    }

    /// Takes the record under `id` out.
    pub(super) fn take(&mut self, id: u32) -> Option<T> {
        let id = id as usize;
        let taken = self
            .pages
            .get_mut(id / PAGE)?
            .as_mut()?
            .get_mut(id % PAGE)?
            .take();
        self.count -= usize::from(taken.is_some());
        taken
    }
}
