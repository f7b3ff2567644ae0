//! Invented people, practices and notes in any number, the same for the same seed: a few names that
//! many share, many that hardly anyone has.

use caseload::search::{ClientWords, Index};
use chrono::NaiveDate;
use std::sync::LazyLock;

/// `SplitMix64`: small, and the same on every machine.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.roll() % end as u64) as usize
    }

    pub(crate) fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    /// Early places of a list far more often than late ones, as names and words are used.
    pub(crate) fn skewed(&mut self, end: usize) -> usize {
        let share = (self.roll() >> 11) as f64 / (1_u64 << 53) as f64;
        ((end as f64 + 1.0).powf(share) - 1.0) as usize
    }
}

const GIVEN: &str = "Margaret Mary Susan John David Joyce Amira Ibrahim Mohammed Dorothy Peter Chloe \
    Tomasz Patricia Michael Linda William Barbara Robert Elizabeth Richard Jean Thomas Sheila Brian \
    Maureen Kenneth Pauline Alan Christine Derek Janet George Carol Ronald Ann Anthony Jacqueline \
    Fatima Yusuf Aisha Ahmed Priya Raj Sunita Harpreet Gurdeep Jaswinder Wei Mei Ling Nguyen Zofia \
    Piotr Agnieszka Krzysztof Oluwaseun Chinedu Ngozi Adaeze Kwame Abena Kofi Esi Zoë Éva Siân Niamh \
    Aoife Ciarán Seán Bjørn Søren Łukasz Żaneta José María Inés João Conceição Dimitrios Eleni \
    Mehmet Ayşe İpek Svetlana Oleksandr Olena Dmytro Hanna Tariq Nadia Samir Leila Farah Hassan \
    Khadija Abdul Rukhsana Shabana Imran Bilal Doreen Gladys Edna Ethel Stanley Harold Walter Ernest \
    Winifred Beryl Iris Mavis Norman Raymond Roy Stephen Andrew Paul Mark Karen Julie Tracey Sharon \
    Debbie Kevin Gary Wayne Darren Lee Jason Emma Laura Rebecca Hannah Jessica Daniel Matthew James \
    Joshua Samuel Benjamin Oliver Harry Jack Charlie Alfie Freya Isla Poppy Ruby Lily Grace Anne-Marie \
    Mary-Ann Jean-Paul Roxanne Philippa Rosalind Bernadette Millicent Cornelius Bartholomew Ignatius";

const FAMILY: &str = "Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright \
    Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Khan Harris Clark Turner Hill \
    Hughes Edwards Moore Martin Cooper Ward King Morris Baker Lee Ali Begum Hussain Ahmed Singh Kaur \
    Morgan Allen Parker Scott Watson Bennett Young Cook Shaw Carter Bailey Price Bell Adams Miller \
    Murphy O'Neill O'Brien Kelly Ryan McCarthy MacDonald Campbell Stewart Anderson Reid Murray Osei \
    Mensah Adeyemi Okafor Eze Nowak Kowalski Zieliński Wiśniewski Wójcik Nguyen Tran Chen Wang Li \
    Zhang Lopez García Fernández Silva Santos Ferreira Rossi Russo Müller Weiß Schmidt Jensen Hansen \
    Papadopoulos Yılmaz Demir Kaya Shevchenko Bondarenko Ivanova Popescu Ionescu Horváth Nagy Szabó \
    Smith-Jones Clarke-Hughes Bennett-Shaw";

const STARTS: &str =
    "B Br C Ch Cl Cr D Dr F Fl G Gl Gr H J K Kr L M N P Pr R S Sh St Sk T Th Tr V W Wh Y Z Qu";
const VOWELS: &str = "a e i o u ai ea ee ie oa oo ou au y";
const MIDDLES: &str = "b d g k l ll m n nd ng p r rd rn rt s ss st t th v x z ck lm lt mp nt dg";
const ENDS: &str = "son ton ley worth field well ham ford shaw wood by ski wicz ova enko opoulos ez ini \
    elli zadeh oglu akis ukwu ola anwar ett er man bury combe stow thwaite gate croft more ridge ane \
    ier ard eau sen quist lund ström mäki vić ková escu iu yan idze";

const WORDS: &str = "the to and she he of a was in with for said her his on at again about not has would \
    talked phone home visit letter letters walked group sleep garden lonely bus neighbour daughter son \
    surgery appointment benefits debt housing form carer knee pain worry choir lunch club swimming \
    sewing art money food bank council landlord damp heating citizens advice referred waiting called \
    answer voicemail missed friend church mosque library computer course volunteering work job dog cat \
    shopping cooking diabetes weight walking stairs hospital nurse doctor tablets anxious low mood \
    better worse goals week next agreed promised ring together read asked told felt happy tired busy";

const STREETS: &str = "Elm Oak Mill Church Station Park Victoria Bridge River Meadow Castle Abbey Priory \
    Queens Kings High Harbour Forest Lake Valley";
const PLACES: &str = "Tree Lane Road Street House Green Hill Court Corner View";
const SORTS: &str = "Surgery Practice Centre Clinic";

/// One invented person.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Person {
    pub(crate) given: String,
    pub(crate) family: String,
    pub(crate) known_as: String,
    pub(crate) former: Option<String>,
    pub(crate) born: NaiveDate,
    pub(crate) nhs: String,
    pub(crate) phone: String,
    pub(crate) postcode: String,
    pub(crate) practice: String,
}

impl Person {
    pub(crate) fn words(&self) -> ClientWords<'_> {
        ClientWords {
            given: &self.given,
            family: &self.family,
            known_as: &self.known_as,
            former: self.former.iter().map(String::as_str).collect(),
            born: Some(self.born),
            nhs: &self.nhs,
            phones: vec![&self.phone],
            postcode: &self.postcode,
            practice: &self.practice,
        }
    }
}

/// NHS numbers from the range kept free for tests, with a right check digit, written as
/// `999 000 0018`; every `step`th, until there are no more.
pub(crate) fn nhs_numbers(step: usize) -> impl Iterator<Item = String> {
    let first_nines = (999_000_000_u64..1_000_000_000).step_by(step.max(1));
    first_nines.filter_map(|first_nine| {
        let digits = format!("{first_nine}");
        let weighted = digits.bytes().zip((2..=10).rev());
        let sum: u64 = weighted
            .map(|(digit, weight)| u64::from(digit - b'0') * weight)
            .sum();
        let check = (11 - sum % 11) % 11;
        let (three, six) = (first_nine / 1_000_000, first_nine / 1000 % 1000);
        (check < 10).then(|| format!("{three} {six:03} {:03}{check}", first_nine % 1000))
    })
}

/// The words of a list.
fn list(text: &'static str) -> Vec<&'static str> {
    text.split_whitespace().collect()
}

static SYLLABLES: LazyLock<[Vec<&str>; 4]> =
    LazyLock::new(|| [list(STARTS), list(VOWELS), list(MIDDLES), list(ENDS)]);

/// A family name that few others have.
pub(crate) fn rare_family(dice: &mut Dice) -> String {
    let [starts, vowels, middles, ends] = &*SYLLABLES;
    let mut name = String::new();
    match dice.below(40) {
        0 => name.push_str("O'"),
        1 => name.push_str("Mc"),
        2 => name.push_str("de "),
        _ => {}
    }
    name.push_str(dice.of(starts));
    name.push_str(dice.of(vowels));
    name.push_str(dice.of(middles));
    if dice.below(3) == 0 {
        name.push_str(dice.of(vowels));
        name.push_str(dice.of(middles));
    }
    name.push_str(dice.of(ends));
    name
}

/// `count` people; two in five have a rare family name.
pub(crate) fn people(count: usize, seed: u64) -> Vec<Person> {
    let mut dice = Dice::new(seed);
    let (given, family) = (list(GIVEN), list(FAMILY));
    let practices = practices(count / 8000 + 6, &mut dice);
    let mut numbers = nhs_numbers(900_000 / count.max(1));
    (0..count)
        .map(|_| {
            let mut given_name = given[dice.skewed(given.len())].to_string();
            if dice.below(12) == 0 {
                given_name = format!("{given_name} {}", dice.of(&given));
            }
            let family_name = if dice.below(5) < 2 {
                rare_family(&mut dice)
            } else {
                family[dice.skewed(family.len())].to_string()
            };
            let rare_known = dice.below(6) == 0;
            let former = dice.below(10) == 0;
            Person {
                given: given_name,
                family: family_name,
                known_as: if rare_known {
                    dice.of(&given).to_string()
                } else {
                    String::new()
                },
                former: former.then(|| family[dice.skewed(family.len())].to_string()),
                born: date(&mut dice),
                nhs: numbers.next().unwrap_or_default(),
                phone: format!("07700 {:06}", dice.below(1_000_000)),
                postcode: postcode(&mut dice),
                practice: practices[dice.below(practices.len())].clone(),
            }
        })
        .collect()
}

fn practices(count: usize, dice: &mut Dice) -> Vec<String> {
    let (streets, places, sorts) = (list(STREETS), list(PLACES), list(SORTS));
    let name = |_| {
        format!(
            "{} {} {}",
            dice.of(&streets),
            dice.of(&places),
            dice.of(&sorts)
        )
    };
    (0..count).map(name).collect()
}

fn date(dice: &mut Dice) -> NaiveDate {
    let (year, month) = (1925 + dice.below(80) as i32, 1 + dice.below(12) as u32);
    let day = 1 + dice.below(28) as u32;
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn postcode(dice: &mut Dice) -> String {
    let letters = "ABDEFGHJLNPQRSTUWXYZ".as_bytes();
    let area = dice.of(&["EL", "EM", "HX", "ZE", "M"]);
    let (district, sector) = (1 + dice.below(30), dice.below(10));
    let unit = [letters[dice.below(20)], letters[dice.below(20)]].map(char::from);
    format!("{area}{district} {sector}{}{}", unit[0], unit[1])
}

static COMMON: LazyLock<Vec<&str>> = LazyLock::new(|| list(WORDS));

/// A note of about twenty words, some rare, sometimes with the person's name.
pub(crate) fn note(person: &Person, rare: &[String], dice: &mut Dice) -> String {
    let common = &*COMMON;
    let mut words: Vec<&str> = Vec::new();
    for _ in 0..14 + dice.below(13) {
        words.push(match dice.below(20) {
            0..3 => &rare[dice.skewed(rare.len())],
            3 if dice.below(4) == 0 => &person.family,
            _ => common[dice.skewed(common.len())],
        });
    }
    words.join(" ")
}

/// Words that notes have besides the common ones.
pub(crate) fn rare_words(count: usize, seed: u64) -> Vec<String> {
    let mut dice = Dice::new(seed);
    (0..count)
        .map(|_| rare_family(&mut dice).to_lowercase().replace("o'", "re"))
        .collect()
}

/// An index of people, their ids being their places.
pub(crate) fn index_of(people: &[Person]) -> Index {
    let mut index = Index::new();
    for (id, person) in people.iter().enumerate() {
        index.put_client(id as u32, &person.words());
    }
    index
}

/// One way of mistyping a word, not at the first letter alone, never giving the word itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Slip {
    Wrong,
    Missing,
    Swapped,
}

pub(crate) fn mistype(name: &str, slip: Slip, dice: &mut Dice) -> String {
    let letters: Vec<char> = name.chars().collect();
    loop {
        let mut typed = letters.clone();
        let at = dice.below(letters.len());
        match slip {
            Slip::Wrong => typed[at] = char::from(b'a' + dice.below(26) as u8),
            Slip::Missing => {
                typed.remove(at);
            }
            Slip::Swapped => {
                let next = (at + 1).min(letters.len() - 1);
                typed.swap(at, next);
            }
        }
        if typed != letters {
            return typed.into_iter().collect();
        }
    }
}
