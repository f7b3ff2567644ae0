//! From the bytes of a file to text that a CSV reader can split: byte order marks, UTF-16, line
//! ends, and a limit to what one row may take. Knows nothing of columns.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// No row is longer; a file whose quotation mark is never closed would else be one row.
pub const ROW_BYTES_MAX: usize = 1 << 20;

/// Stands behind the last line, so that a quotation mark left open is noticed.
pub(super) const END_MARK: &str = "\u{1E}end of file\u{1E}";

/// So much is read at once.
const BLOCK_BYTES: usize = 32 * 1024;

/// Why a file is not a list at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// Zip, as `.xlsx` and `.ods` are.
    #[error(
        "This is a spreadsheet file, not CSV. Open it and save it as \"CSV UTF-8 (comma delimited)\"."
    )]
    Workbook,
    /// The older Excel format.
    #[error(
        "This is an old Excel file, not CSV. Open it and save it as \"CSV UTF-8 (comma delimited)\"."
    )]
    OldWorkbook,
    /// PDF.
    #[error("This is a PDF, not CSV. Ask for the list as CSV.")]
    Pdf,
    /// Gzip.
    #[error("This file is compressed. Unpack it first.")]
    Compressed,
}

/// What a file is by its first bytes, where that is no text.
pub fn not_text(head: &[u8]) -> Option<NotText> {
    const SIGNATURES: [(&[u8], NotText); 4] = [
        (b"PK\x03\x04", NotText::Workbook),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", NotText::OldWorkbook),
        (b"%PDF-", NotText::Pdf),
        (b"\x1F\x8B\x08", NotText::Compressed),
    ];
    SIGNATURES
        .iter()
        .find(|(start, _)| head.starts_with(start))
        .map(|(_, kind)| *kind)
}

/// How much the row being read may still take; shared by the stream and who splits it.
#[derive(Debug, Clone)]
pub(super) struct RowBudget(Rc<Cell<usize>>);

impl RowBudget {
    /// A row has ended.
    pub(super) fn renew(&self) {
        self.0.set(ROW_BYTES_MAX);
    }

    /// Whether the last read was refused because of the limit.
    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

/// A file as text with LF line ends, without byte order mark, with [`END_MARK`] behind its last line.
///
/// UTF-16 is turned into UTF-8. Of all other files the bytes stay as they are, because a list pasted
/// together from two programs has two encodings: [`cell`] decides for each cell.
pub(super) struct TextStream<'a, R: Read> {
    input: R,
    decoder: Option<Decoder>,
    progress: &'a mut dyn FnMut(u64),
    bytes_read: u64,
    ready: Vec<u8>,
    at: usize,
    after_cr: bool,
    ended: bool,
    budget: RowBudget,
}

impl<'a, R: Read> TextStream<'a, R> {
    /// Reads the first block; `progress` is told the number of bytes read so far, once a block.
    pub(super) fn open(input: R, progress: &'a mut dyn FnMut(u64)) -> io::Result<Self> {
        let budget = RowBudget(Rc::new(Cell::new(ROW_BYTES_MAX)));
        let mut stream = TextStream {
            input,
            decoder: None,
            progress,
            bytes_read: 0,
            ready: Vec::new(),
            at: 0,
            after_cr: false,
            ended: false,
            budget,
        };
        let head = stream.block()?;
        if let Some(kind) = not_text(&head) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, kind));
        }
        stream.decoder = utf_16(&head).map(Encoding::new_decoder_with_bom_removal);
        let text = match stream.decoder {
            None => head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head),
            Some(_) => &head,
        };
        let text = text.to_vec();
        stream.take_in(&text, head.len() < BLOCK_BYTES);
        Ok(stream)
    }

    /// What limits a row of this stream.
    pub(super) fn budget(&self) -> RowBudget {
        self.budget.clone()
    }

    /// The text that was read and not yet handed out; the first block right after opening.
    pub(super) fn ahead(&self) -> &[u8] {
        self.ready.get(self.at..).unwrap_or_default()
    }

    /// Leaves out one line; says whether there was one.
    pub(super) fn skip_line(&mut self) -> io::Result<bool> {
        loop {
            if let Some(end) = self.ahead().iter().position(|byte| *byte == b'\n') {
                self.at += end + 1;
                return Ok(true);
            }
            if self.ended {
                return Ok(false);
            }
            self.at = 0;
            self.fill()?;
        }
    }

    /// Up to a block of input; fewer bytes only at the end.
    fn block(&mut self) -> io::Result<Vec<u8>> {
        let mut block = Vec::with_capacity(BLOCK_BYTES);
        let limit = u64::try_from(BLOCK_BYTES).unwrap_or(u64::MAX);
        self.input.by_ref().take(limit).read_to_end(&mut block)?;
        self.bytes_read = self
            .bytes_read
            .saturating_add(u64::try_from(block.len()).unwrap_or(0));
        (self.progress)(self.bytes_read);
        Ok(block)
    }

    fn fill(&mut self) -> io::Result<()> {
        let block = self.block()?;
        self.ready.clear();
        self.at = 0;
        self.take_in(&block, block.len() < BLOCK_BYTES);
        Ok(())
    }

    /// Adds a block of input to what is ready, as UTF-8 or raw, with LF for every line end.
    fn take_in(&mut self, block: &[u8], last: bool) {
        match &mut self.decoder {
            None => self.add_lines(block),
            Some(decoder) => {
                let room = decoder
                    .max_utf8_buffer_length(block.len())
                    .unwrap_or(block.len() * 3 + 16);
                let mut text = String::with_capacity(room);
                let _ = decoder.decode_to_string(block, &mut text, last);
                self.add_lines(text.as_bytes());
            }
        }
        if last && !self.ended {
            self.ended = true;
            self.ready.extend_from_slice(b"\n");
            self.ready.extend_from_slice(END_MARK.as_bytes());
            self.ready.extend_from_slice(b"\n");
        }
    }

    fn add_lines(&mut self, text: &[u8]) {
        for &byte in text {
            match byte {
                b'\n' if self.after_cr => {}
                b'\r' => self.ready.push(b'\n'),
                _ => self.ready.push(byte),
            }
            self.after_cr = byte == b'\r';
        }
    }
}

impl<R: Read> Read for TextStream<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.ready.len() && !self.ended {
            self.fill()?;
        }
        let ahead = self.ready.get(self.at..).unwrap_or_default();
        let size = buffer.len().min(ahead.len());
        let left = self.budget.0.get().saturating_sub(size);
        self.budget.0.set(left);
        if left == 0 && size > 0 {
            return Err(io::Error::other("a row is longer than a megabyte"));
        }
        if let (Some(to), Some(from)) = (buffer.get_mut(..size), ahead.get(..size)) {
            to.copy_from_slice(from);
        }
        self.at += size;
        Ok(size)
    }
}

/// UTF-16 by its byte order mark, or by zeros in every other byte of plain letters.
fn utf_16(head: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(head) {
        Some((encoding, _)) => return (encoding != UTF_8).then_some(encoding),
        None if head.len() < 8 => return None,
        None => {}
    }
    let sample = head.get(..head.len().min(1024)).unwrap_or_default();
    let zeros = |odd: usize| {
        sample
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (high_first, low_first) = (zeros(0), zeros(1));
    let half = sample.len() / 2;
    if low_first * 10 > half * 7 && high_first * 10 < half {
        Some(UTF_16LE)
    } else if high_first * 10 > half * 7 && low_first * 10 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The text of a cell: UTF-8 where it is that, else Windows-1252, as spreadsheets on practice
/// machines write it.
pub fn cell(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
    }
}

/// The character between the cells of the first line: the most frequent of comma, semicolon, tab
/// and bar outside quotation marks; a comma where there is none.
pub(super) fn separator(text: &[u8]) -> u8 {
    let mut counts = [(b',', 0u32), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for &byte in text {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                if let Some((_, count)) =
                    counts.iter_mut().find(|(separator, _)| *separator == byte)
                {
                    *count += 1;
                }
            }
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts
        .iter()
        .find(|(_, count)| *count == most)
        .map_or(b',', |(separator, _)| *separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> String {
        let mut quiet = |_| {};
        let mut stream = TextStream::open(bytes, &mut quiet).unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        String::from_utf8(text)
            .unwrap()
            .replace(&format!("\n{END_MARK}\n"), "")
    }

    fn utf_16_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn byte_order_marks_and_utf_16_are_understood() {
        let plain = "name,note\nZoë,Łódź 👩\n";
        assert_eq!(text_of(plain.as_bytes()), plain);
        assert_eq!(text_of(format!("\u{FEFF}{plain}").as_bytes()), plain);
        for marked in [format!("\u{FEFF}{plain}"), plain.to_owned()] {
            assert_eq!(text_of(&utf_16_bytes(&marked, u16::to_le_bytes)), plain);
            assert_eq!(text_of(&utf_16_bytes(&marked, u16::to_be_bytes)), plain);
        }
        let odd = utf_16_bytes("\u{FEFF}abc", u16::to_le_bytes);
        assert_eq!(text_of(&odd[..7]), "ab\u{FFFD}");
    }

    #[test]
    fn line_ends_become_lf_across_blocks() {
        assert_eq!(text_of(b"a\r\nb\rc\n\r\n"), "a\nb\nc\n\n");
        let mut long = vec![b'x'; BLOCK_BYTES - 1];
        long.extend_from_slice(b"\r\ny");
        assert_eq!(text_of(&long).matches('\n').count(), 1);
    }

    #[test]
    fn other_kinds_of_file_are_named() {
        let mut quiet = |_| {};
        let error = TextStream::open(&b"PK\x03\x04rest"[..], &mut quiet)
            .err()
            .unwrap();
        assert!(error.to_string().contains("save it as"), "{error}");
    }

    #[test]
    fn cells_are_utf_8_or_windows_1252() {
        assert_eq!(cell("Zoë".as_bytes()), "Zoë");
        assert_eq!(cell(b"Zo\xEB O\x92Neill"), "Zoë O’Neill");
    }

    #[test]
    fn the_separator_is_the_most_frequent_one_outside_quotes() {
        assert_eq!(separator(b"a,b;c,d\n;;;;"), b',');
        assert_eq!(separator(b"\"a,b,c\";d;e\n"), b';');
        assert_eq!(separator(b"a\tb, c\td\n"), b'\t');
        assert_eq!(separator(b"alone"), b',');
    }

    #[test]
    fn a_row_without_end_is_refused() {
        let long = vec![b'x'; ROW_BYTES_MAX + 1];
        let mut quiet = |_| {};
        let mut stream = TextStream::open(long.as_slice(), &mut quiet).unwrap();
        let budget = stream.budget();
        assert!(stream.read_to_end(&mut Vec::new()).is_err());
        assert!(budget.is_spent());
    }
}
