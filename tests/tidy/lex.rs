//! Rust source as words, marks and strings, without comments: enough to see who names whom.

/// One piece of source and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub line: usize,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    Word(String),
    Text(String),
    Mark(char),
}

impl Token {
    pub(crate) fn is(&self, word: &str) -> bool {
        matches!(&self.what, What::Word(found) if found == word)
    }

    pub(crate) fn mark(&self, mark: char) -> bool {
        self.what == What::Mark(mark)
    }

    pub(crate) fn word(&self) -> Option<&str> {
        match &self.what {
            What::Word(word) => Some(word),
            _ => None,
        }
    }
}

struct Lexer<'a> {
    rest: &'a [char],
    line: usize,
    tokens: Vec<Token>,
}

pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let letters: Vec<char> = text.chars().collect();
    let mut lexer = Lexer {
        rest: &letters,
        line: 1,
        tokens: Vec::new(),
    };
    while lexer.step() {}
    lexer.tokens
}

impl Lexer<'_> {
    fn step(&mut self) -> bool {
        match self.rest {
            [] => return false,
            ['/', '/', ..] => self.skip_while(|letter| letter != '\n'),
            ['/', '*', ..] => self.comment(),
            ['"', ..] => self.string(),
            ['r' | 'b' | 'c', '"' | '#' | 'r', ..] if self.is_raw() => self.raw(),
            ['b' | 'c', '"', ..] => {
                self.take(1);
                self.string();
            }
            ['\'', '\\', ..] => self.letter(),
            ['\'', _, '\'', ..] => self.skip(3),
            [letter, ..] if letter.is_alphanumeric() || *letter == '_' => self.word(),
            [letter, ..] if letter.is_whitespace() => self.skip(1),
            [letter, ..] => {
                let mark = *letter;
                self.push(What::Mark(mark));
                self.skip(1);
            }
        }
        true
    }

    fn push(&mut self, what: What) {
        self.tokens.push(Token {
            line: self.line,
            what,
        });
    }

    fn take(&mut self, count: usize) -> String {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.line += taken.iter().filter(|letter| **letter == '\n').count();
        self.rest = rest;
        taken.iter().collect()
    }

    fn skip(&mut self, count: usize) {
        self.take(count);
    }

    fn skip_while(&mut self, test: impl Fn(char) -> bool) {
        let count = self.rest.iter().take_while(|letter| test(**letter)).count();
        self.skip(count);
    }

    fn comment(&mut self) {
        let mut depth = 0;
        loop {
            match self.rest {
                [] => return,
                ['/', '*', ..] => {
                    depth += 1;
                    self.skip(2);
                }
                ['*', '/', ..] => {
                    depth -= 1;
                    self.skip(2);
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.skip(1),
            }
        }
    }

    fn string(&mut self) {
        let line = self.line;
        self.skip(1);
        let mut text = String::new();
        loop {
            match self.rest {
                [] => break,
                ['"', ..] => {
                    self.skip(1);
                    break;
                }
                ['\\', ..] => text.push_str(&self.take(2)),
                _ => text.push_str(&self.take(1)),
            }
        }
        self.tokens.push(Token {
            line,
            what: What::Text(text),
        });
    }

    /// `r"`, `r#"`, `br"` and the like.
    fn is_raw(&self) -> bool {
        let mut letters = self
            .rest
            .iter()
            .skip_while(|letter| matches!(letter, 'b' | 'c'));
        letters.next() == Some(&'r') && letters.find(|letter| **letter != '#') == Some(&'"')
    }

    fn raw(&mut self) {
        self.skip_while(|letter| letter != '#' && letter != '"');
        let hashes = self
            .rest
            .iter()
            .take_while(|letter| **letter == '#')
            .count();
        self.skip(hashes + 1);
        let line = self.line;
        let end: Vec<char> = std::iter::once('"')
            .chain(std::iter::repeat_n('#', hashes))
            .collect();
        let mut text = String::new();
        while !self.rest.is_empty() && !self.rest.starts_with(&end) {
            text.push_str(&self.take(1));
        }
        self.skip(end.len());
        self.tokens.push(Token {
            line,
            what: What::Text(text),
        });
    }

    /// A letter in quotes that begins with a backslash.
    fn letter(&mut self) {
        self.skip(3);
        self.skip_while(|letter| letter != '\'');
        self.skip(1);
    }

    fn word(&mut self) {
        let part = |letter: &&char| letter.is_alphanumeric() || **letter == '_';
        let length = self.rest.iter().take_while(part).count();
        let line = self.line;
        let word = self.take(length);
        self.tokens.push(Token {
            line,
            what: What::Word(word),
        });
    }
}

#[test]
fn comments_strings_and_letters_hide_what_is_in_them() {
    let text = "a // sled::x\n/* b /* c */ d */ \"e \\\" f\" 'g' '\\'' r#\"h \" i\"# b\"j\" k<'l>";
    let tokens = tokens(text);
    let words: Vec<&str> = tokens.iter().filter_map(Token::word).collect();
    assert_eq!(words, ["a", "k", "l"]);
    assert_eq!(tokens.last().map(|token| token.line), Some(2));
}
