//! CSV files to rows of text, one type per table; takes the folder, gives rows with their line numbers.
//!
//! A row whose cells do not match the header is reported and left out. What the cells mean is not decided here.

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Error;
use super::report::{Problem, Report};
use crate::diagnostics::rules;
use crate::plain::{self, Found, Links};
use crate::survey::csv::{Cells, Next};

/// Far more than a survey of every authority in the country.
const MAX_TABLE_BYTES: u64 = 16 << 20;
/// The same of rows, each of which takes far more room than its line.
const MAX_ROWS: usize = 20_000;
/// Columns of a table.
const MAX_COLUMNS: usize = 200;

/// One table's rows.
pub(super) trait Row: DeserializeOwned {
    /// The table's file name.
    const FILE: &'static str;
    /// Every column of the table.
    const COLUMNS: &'static [&'static str];
}

/// A row and the line of its file on which it begins.
#[derive(Debug)]
pub(super) struct Numbered<R> {
    /// From 1; the header is line 1.
    pub line: u64,
    /// The row.
    pub row: R,
}

macro_rules! rows {
    ($($(#[$doc:meta])+ $name:ident = $file:literal: $($column:ident)+; $(unread: $($unread:ident)+;)?)+) => {$(
        $(#[$doc])+
        #[derive(Debug, Deserialize)]
        pub(super) struct $name { $(pub $column: String),+ }

        impl Row for $name {
            const FILE: &'static str = $file;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column),)+ $($(stringify!($unread),)+)?];
        }
    )+};
}

rows! {
    /// A service of the taxonomy.
    ServiceRow = "services.csv":
        group_id group_name kind service_id service_name definition lgsl aliases tier lead_months;
    /// A skill.
    SkillRow = "skills.csv":
        skill_id name family gdad_name sfia;
    /// An emerging technology.
    TechnologyRow = "technologies.csv":
        id name definition;
    /// A route to market.
    FrameworkRow = "frameworks.csv":
        id name owner reference;
    /// An authority.
    BoroughRow = "boroughs.csv":
        id name official_name gss_code register_code wikidata inner_outer website population population_source
        tile_col tile_row;
    /// A supplier.
    SupplierRow = "suppliers.csv":
        id name legal_name former_names parent companies_house size website hq source_url source_title;
    /// A product, whoever runs it.
    SystemRow = "systems.csv":
        id name aliases supplier_id services licence repository website description source_url;
    /// One borough, one system, one source.
    FactRow = "facts.csv":
        borough services system system_name supplier supplier_name lifecycle since until hosting contract_title
        contract_reference contract_supplier contract_start contract_end contract_max_end notice_months value
        value_basis value_tax procurement_method framework notes source_url source_title source_date provenance
        confidence;
    /// A contract that names no product.
    ContractRow = "contracts.csv":
        borough category services title supplier supplier_name stage start end max_end value value_basis value_tax
        notes source_url source_title source_date provenance confidence;
    /// A contract that boroughs share.
    JointRow = "joint-contracts.csv":
        id title supplier system boroughs lead start end value source_url source_title notes;
    /// A borough's skill or technology, from one source.
    SkillFactRow = "skills-facts.csv":
        borough skill kind level stage notes source_url source_title source_date confidence;
    /// A collected fact that is kept out on purpose.
    RejectedRow = "facts-rejected.csv":
        reason_code;
        unread: borough services service_as_collected system_as_collected supplier_as_collected lifecycle
        contract_start contract_end value reason joint_contract notes source_url source_title source_date confidence;
}

/// The rows of one table; none where the folder does not have it.
pub(super) fn read<R: Row>(dir: &Path, report: &mut Report) -> Result<Vec<Numbered<R>>, Error> {
    let path = dir.join(R::FILE);
    let text = match plain::read(&path, Links::Followed, MAX_TABLE_BYTES) {
        Ok(Found::Bytes(text)) => text,
        Ok(Found::TooLarge) => {
            return Err(Error::TooLarge(path, format!("{} megabytes", MAX_TABLE_BYTES >> 20)));
        }
        Ok(Found::NotPlain) => return Err(Error::NotPlain(path)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::file(&path)(error)),
    };
    if let Some(what) = beyond_survey(&text) {
        return Err(Error::TooLarge(path, what));
    }
    report.open_table(R::FILE);
    let broken = |error| Error::Csv { path: path.clone(), error };
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_slice());
    let header = reader.headers().map_err(broken)?.clone();
    let complete = check_header::<R>(&header, report);
    let mut rows = Vec::new();
    let mut last_line = 1;
    for record in reader.byte_records() {
        let record = record.map_err(broken)?;
        // Files with the line ends of old Macs count as one line; each row still needs a number of its own.
        let line = record.position().map_or(0, csv::Position::line).max(last_line + 1);
        last_line = line;
        report.row_read(R::FILE);
        match parse(&header, record, line, complete) {
            Ok(row) => rows.push(Numbered { line, row }),
            Err(problem) => {
                report.unplaced_row(R::FILE, line, problem.into_iter().map(|problem| *problem).collect());
            }
        }
    }
    Ok(rows)
}

/// What a table has more of than any: looked for a cell at a time, before rows are held.
fn beyond_survey(text: &[u8]) -> Option<String> {
    let mut cells = Cells::new(text, b',');
    let (mut rows, mut columns) = (0, 0);
    loop {
        match cells.next() {
            Next::End => return None,
            Next::TooLong => return Some("131072 bytes in a cell".to_owned()),
            Next::Cell { ends_row, .. } => {
                columns += 1;
                if columns > MAX_COLUMNS {
                    return Some(format!("{MAX_COLUMNS} columns"));
                }
                if ends_row {
                    (rows, columns) = (rows + 1, 0);
                }
                if rows > MAX_ROWS {
                    return Some(format!("{MAX_ROWS} rows"));
                }
            }
        }
    }
}

/// One row, or why not; a row of a table without all columns needs no reason of its own.
fn parse<R: Row>(
    header: &csv::StringRecord,
    record: csv::ByteRecord,
    line: u64,
    complete: bool,
) -> Result<R, Option<Box<Problem>>> {
    let problem = |column: &str, excerpt: &str, why: String, remedy: &str| {
        Some(Box::new(Problem::new(&rules::WRONG_TYPE, (R::FILE, line, column), excerpt, why, remedy)))
    };
    let record = csv::StringRecord::from_byte_record(record).map_err(|_| {
        problem("", "", "the row is not UTF-8 text".to_owned(), "save the table again as UTF-8")
    })?;
    if record.len() != header.len() {
        let why = format!("the row has {} cells, the header {}", record.len(), header.len());
        let remedy = "give the row one cell per column, and put text that has a comma in quotes";
        return Err(problem(
            header.get(record.len()).unwrap_or_default(),
            record.get(0).unwrap_or_default(),
            why,
            remedy,
        ));
    }
    if !complete {
        return Err(None);
    }
    record.deserialize(Some(header)).map_err(|error| {
        problem("", "", error.to_string(), "compare the header with the columns of the survey")
    })
}

fn check_header<R: Row>(header: &csv::StringRecord, report: &mut Report) -> bool {
    let missing: Vec<_> =
        R::COLUMNS.iter().filter(|column| !header.iter().any(|given| given == **column)).collect();
    for column in &missing {
        let why = "the table does not have this column, so none of its rows can be placed";
        report.header_problem(Problem::new(
            &rules::SHEET_COLUMN,
            (R::FILE, 1, column),
            "",
            why,
            "add the column; its cells may be empty",
        ));
    }
    for given in header.iter().filter(|given| !R::COLUMNS.contains(given)) {
        report.doubt(R::FILE, 1, format!("the column `{given}` is not known, so its cells were not read"));
    }
    missing.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &[u8]) -> (Result<Vec<Numbered<TechnologyRow>>, Error>, Report) {
        let mut report = Report::default();
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join(TechnologyRow::FILE), text).expect("a table");
        (read(dir.path(), &mut report), report)
    }

    #[test]
    fn rows_know_their_lines() {
        for text in [
            "\u{feff}id,name,definition\r\na,A,One\r\nb,B,\"Two\r\nlines\"\r\nc,C,Three\r\n",
            "id,name,definition\ra,A,One\rb,B,Two\rc,C,Three",
        ] {
            let (rows, report) = read_text(text.as_bytes());
            let lines: Vec<_> = rows.expect("rows").iter().map(|numbered| numbered.line).collect();
            assert_eq!((lines.len(), lines[0], report.tables[0].read), (3, 2, 3));
            assert!(lines.is_sorted_by(|a, b| a < b), "{lines:?}");
        }
    }

    #[test]
    fn a_row_that_is_not_utf8_is_left_out_alone() {
        let (rows, report) = read_text(b"id,name,definition\na,A,One\nb,\xff,Two\n");
        assert_eq!(rows.expect("rows").len(), 1);
        assert_eq!(report.tables[0].problems[0].line, 3);
    }
}
