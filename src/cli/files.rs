//! Rows written to files from the desk: into one folder, under a name that cannot lead elsewhere,
//! readable by their owner alone, and never over a file that is there.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use crate::{
    exchange::rows::{write_csv, write_json},
    readmodel::table::Table,
};

/// The folder in the person's home.
const FOLDER: &str = "caseload-rows";
/// Longer names are cut by some systems.
const NAME_CHARS_MAX: usize = 100;

/// Writes the rows, and says where they are.
///
/// # Errors
/// Why they are not there, as a sentence.
pub(crate) fn write(name: &str, table: &Table) -> Result<String, String> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let home = home.filter(|home| home.is_absolute());
    let home = home.ok_or("There is no home folder to write to.")?;
    write_in(&home.join(FOLDER), name, table)
}

fn write_in(folder: &Path, name: &str, table: &Table) -> Result<String, String> {
    let name = plain(name)?;
    let failed = |error: &io::Error| format!("The file could not be written: {error}.");
    let mut make = DirBuilder::new();
    make.recursive(true).mode(0o700);
    make.create(folder).map_err(|error| failed(&error))?;
    let path = folder.join(&name);
    let fill = |file: &mut File| match name.ends_with(".json") {
        true => write_json(file, table),
        false => write_csv(file, table, false),
    };
    create(&path, fill).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            format!("There is a file {name} already, and it stays. Choose another name.")
        }
        _ => failed(&error),
    })?;
    let rows = table.rows.len();
    let path = path.display();
    Ok(format!("{rows} rows are in {path}; it holds names"))
}

/// Makes a new file, readable by its owner alone, and fills it; half a file is never left.
///
/// # Errors
/// `AlreadyExists` where there is one, which stays as it is; else what the disk says.
pub(crate) fn create(
    path: &Path,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    let mut file = options.open(path)?;
    let filled = fill(&mut file)
        .and_then(|()| file.flush())
        .and_then(|()| file.sync_all());
    if filled.is_err() {
        // Half a list must not be taken for a whole one.
        std::fs::remove_file(path).unwrap_or_default();
    }
    filled
}

/// A name that is one file in the folder.
fn plain(name: &str) -> Result<String, String> {
    let name = name.trim();
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err("A name has 1 to 100 letters.".to_owned());
    }
    if name.starts_with('.') || !name.chars().all(fits) {
        return Err("A name has letters, digits, spaces, - and _ only, and no folder.".to_owned());
    }
    Ok(match name.ends_with(".csv") || name.ends_with(".json") {
        true => name.to_owned(),
        false => format!("{name}.csv"),
    })
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use super::*;

    fn table() -> Table {
        Table {
            headings: vec!["client", "what"],
            rows: vec![vec!["Zoë O'Neill".to_owned(), "=1+1".to_owned()]],
        }
    }

    #[test]
    fn a_file_is_its_owners_and_no_file_is_replaced() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("rows");
        let said = write_in(&folder, " mine ", &table()).unwrap();
        assert!(
            said.starts_with("1 rows are in") && said.contains("mine.csv"),
            "{said}"
        );
        let file = folder.join("mine.csv");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
        let text = "\"client\",\"what\"\r\n\"Zoë O'Neill\",\"'=1+1\"\r\n";
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
        let again = write_in(&folder, "mine.csv", &Table::default()).unwrap_err();
        assert!(again.contains("already"), "{again}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
        write_in(&folder, "mine.json", &table()).unwrap();
        let json = fs::read_to_string(folder.join("mine.json")).unwrap();
        assert_eq!(
            json,
            "[\n{\"client\":\"Zoë O'Neill\",\"what\":\"=1+1\"}\n]\n"
        );
    }

    #[test]
    fn a_name_leads_nowhere_else() {
        let home = tempfile::tempdir().unwrap();
        for name in [
            "",
            "../out",
            "/etc/x",
            ".ssh",
            "a/b",
            "a\u{1b}b",
            "a\nb",
            &"x".repeat(101),
        ] {
            assert!(write_in(home.path(), name, &table()).is_err(), "{name:?}");
        }
        // A link that lies there already is not followed.
        let target = home.path().join("target");
        std::os::unix::fs::symlink(&target, home.path().join("link.csv")).unwrap();
        assert!(write_in(home.path(), "link", &table()).is_err());
        assert!(!target.exists());
    }
}
