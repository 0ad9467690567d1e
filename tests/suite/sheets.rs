//! The survey as a spreadsheet: out to an authority, and back into its record with nothing else touched.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};

use calamine::{Data, Reader as _, Xlsx};
use citytools::diagnostics::{Family, rules};
use citytools::survey::columns::Column;
use citytools::survey::read;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use similar::{ChangeTag, TextDiff};

use crate::support::{AS_OF, Outcome, Region, Result, copy, here, tree};

const QUAY: &str = "boroughs/harbour-quay.yaml";

/// A sheet that can be changed like people change it.
struct Sheet {
    heading: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// What the program writes for an authority.
    fn of(region: &Region, borough: &str) -> Result<Self> {
        let file = region.root().join("exported.csv");
        let _ = fs::remove_file(&file);
        export(region, &[borough, "--out", "exported.csv"])?.expect(0)?;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(file)?;
        let mut rows = Vec::new();
        for record in reader.records() {
            rows.push(record?.iter().map(str::to_owned).collect::<Vec<_>>());
        }
        let mut heading: Vec<String> = rows.remove(0);
        heading[0] = heading[0].trim_start_matches('\u{feff}').to_owned();
        Ok(Self { heading, rows })
    }

    fn column(&self, name: &str) -> usize {
        self.heading.iter().position(|own| own == name).unwrap_or_else(|| panic!("no column {name}"))
    }

    /// Changes a cell in every row of a system.
    fn set(&mut self, system: &str, column: &str, text: &str) -> &mut Self {
        let (at, own) = (self.column(column), self.column("system"));
        let mut rows = self.rows.iter_mut().filter(|row| row[own] == system).peekable();
        assert!(rows.peek().is_some(), "no row of {system}");
        rows.for_each(|row| text.clone_into(&mut row[at]));
        self
    }

    /// A row below the last one, with these cells.
    fn add(&mut self, cells: &[(&str, &str)]) -> &mut Self {
        let mut row = vec![String::new(); self.heading.len()];
        for (column, text) in cells {
            (*text).clone_into(&mut row[self.column(column)]);
        }
        self.rows.push(row);
        self
    }

    fn drop(&mut self, system: &str) -> &mut Self {
        let own = self.column("system");
        self.rows.retain(|row| row[own] != system);
        self
    }

    fn csv(&self) -> Result<Vec<u8>> {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        writer.write_record(&self.heading)?;
        self.rows.iter().try_for_each(|row| writer.write_record(row))?;
        Ok(writer.into_inner()?)
    }

    fn import(&self, region: &Region) -> Result<Outcome> {
        fs::write(region.root().join("sheet.csv"), self.csv()?)?;
        import(region, "sheet.csv")
    }
}

fn export(region: &Region, more: &[&str]) -> Result<Outcome> {
    region.run(["export", "survey", "--as-of", AS_OF].iter().chain(more))
}

fn import(region: &Region, file: &str) -> Result<Outcome> {
    region.run(["import", "survey", "--as-of", AS_OF, file])
}

/// Lines that went and came.
fn moved(before: &str, after: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(before, after);
    let lines = diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal);
    lines.map(|change| format!("{}{}", change.tag(), change.value().trim_end())).collect()
}

/// What an import of a changed sheet moves in a record.
fn change(borough: &str, edit: impl FnOnce(&mut Sheet)) -> Result<Vec<String>> {
    let region = Region::harbourside()?;
    let mut sheet = Sheet::of(&region, borough)?;
    edit(&mut sheet);
    let file = format!("boroughs/{borough}.yaml");
    let before = tree(&region.content())?;
    sheet.import(&region)?.expect(0)?;
    let mut after = tree(&region.content())?;
    let text = String::from_utf8(after[&file].clone())?;
    let lines = moved(std::str::from_utf8(&before[&file])?, &text);
    region.check()?.expect(0)?;
    // Once it is taken over, the sheet says nothing new.
    let again = sheet.import(&region)?.expect(0)?;
    assert!(again.stdout.contains("say all of it already"), "{}{}", again.stdout, again.stderr);
    after.insert(file.clone(), before[&file].clone());
    assert_eq!(after, before, "no other file changes");
    Ok(lines)
}

/// What an import of a changed sheet is refused for.
fn refused(edit: impl FnOnce(&mut Sheet)) -> Result<Outcome> {
    let region = Region::harbourside()?;
    let mut sheet = Sheet::of(&region, "harbour-quay")?;
    edit(&mut sheet);
    let before = tree(&region.content())?;
    let outcome = sheet.import(&region)?.expect(1)?;
    assert_eq!(tree(&region.content())?, before, "nothing is written");
    Ok(outcome)
}

fn codes(outcome: &Outcome) -> BTreeSet<String> {
    outcome.problems().into_iter().map(|problem| problem.code).collect()
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    Ok(files)
}

#[test]
fn every_authority_goes_out_and_comes_back_without_a_byte_of_difference() -> Result {
    let region = Region::empty()?;
    copy(&here("content"), &region.content())?;
    let before = tree(&region.content())?;
    let authorities = files(&region.content().join("boroughs"))?.len();
    for (form, folder) in [("--xlsx", "workbooks"), ("--csv", "tables")] {
        export(&region, &["--all", form, "--out", folder])?.expect(0)?;
        let sheets = files(&region.root().join(folder))?;
        assert_eq!(sheets.len(), authorities);
        let mut args: Vec<_> = ["import", "survey", "--as-of", AS_OF].map(Into::into).to_vec();
        args.extend(sheets.into_iter().map(PathBuf::into_os_string));
        let said = region.run(args)?.expect(0)?;
        assert!(
            said.stdout.contains("the records say all of it already") && said.stderr.is_empty(),
            "{said:?}"
        );
        assert!(tree(&region.content())? == before, "{form} changes the content");
    }
    Ok(())
}

#[test]
fn a_row_shows_what_the_record_says() -> Result {
    let region = Region::harbourside()?;
    let sheet = Sheet::of(&region, "harbour-quay")?;
    assert_eq!(sheet.heading, Column::ALL.iter().map(|column| column.name()).collect::<Vec<_>>());
    assert_eq!(
        sheet.rows[1].join("|"),
        "harbour-quay|care-records|carefolio|Carefolio Integrated Case Recording, Assessment, \
         Brokerage and Review Suite for Small Towns|osprey|Osprey Æther und Söhne|live|2021||||Care records|HQ-17||2021-04-01|\
         2027-03-31|2029-03-31|6|600000|total|net|open|tide-frame||https://quay.example/papers/care|\
         Paper to the town meeting|2025-11-02|published|"
    );
    assert_eq!(
        sheet.rows[0].join("|"),
        "harbour-quay|library-lending|bookworm|Bookworm|wend-books|Wend Books|live|2019-05||supplier-hosted|\
         shared-shelves|Shared shelves||wend-books|2025-01-01|2027-12-31|||90000|total|net||||\
         https://quay.example/library|The library's page|2026-02-03|published|high"
    );
    let services: Vec<_> =
        sheet.rows.iter().filter(|row| row[2] == "quayledger").map(|row| row[1].as_str()).collect();
    assert_eq!(services, ["ledger", "payroll"]);
    assert!(sheet.rows.iter().any(|row| row[8] == "2018-04"), "a month stays a month");
    Ok(())
}

#[test]
fn what_a_sheet_carries_comes_back_into_a_record_that_lost_it() -> Result {
    let region = Region::empty()?;
    copy(&here("content"), &region.content())?;
    export(&region, &["--all", "--csv", "--out", "before"])?.expect(0)?;
    let mut args: Vec<_> = ["import", "survey", "--as-of", AS_OF].map(Into::into).to_vec();
    for (number, file) in files(&region.content().join("boroughs"))?.into_iter().enumerate() {
        // A few are enough; every kind of cell is in them.
        if number % 6 != 0 {
            continue;
        }
        let text = fs::read_to_string(&file)?;
        let (head, systems) = text.split_once("\nsystems:\n").ok_or("no systems")?;
        let rest = systems.split_once("\ncontracts:\n").map(|(_, rest)| format!("\ncontracts:\n{rest}"));
        fs::write(&file, format!("{head}\n{}", rest.unwrap_or_default()))?;
        let id = file.file_stem().and_then(|id| id.to_str()).ok_or("no id")?;
        args.push(region.root().join(format!("before/{id}.csv")).into_os_string());
    }
    let said = region.run(args)?.expect(0)?;
    assert!(said.stderr.is_empty(), "{}", said.stderr);
    export(&region, &["--all", "--csv", "--out", "after"])?.expect(0)?;
    assert!(tree(&region.root().join("before"))? == tree(&region.root().join("after"))?);
    Ok(())
}

#[test]
fn a_changed_end_changes_one_line_and_keeps_the_remark_behind_it() -> Result {
    let lines = change("harbour-quay", |sheet| {
        sheet.set("dues-book", "contract_end", "2028-02");
    })?;
    assert_eq!(lines, ["-      end: 2027-02-28", "+      end: 2028-02"]);

    let region = Region::harbourside()?;
    region.replace(QUAY, "end: 2027-02-28", "end: 2027-02-28 # see the minutes")?;
    let before = region.read(QUAY)?;
    Sheet::of(&region, "harbour-quay")?
        .set("dues-book", "contract_end", "2028")
        .import(&region)?
        .expect(0)?;
    let lines = moved(&before, &region.read(QUAY)?);
    assert_eq!(lines, ["-      end: 2027-02-28 # see the minutes", "+      end: 2028 # see the minutes"]);
    Ok(())
}

#[test]
fn each_kind_of_cell_changes_only_its_own_line() -> Result {
    let lines = change("harbour-quay", |sheet| {
        sheet
            .set("tide-tables", "lifecycle", "implementing")
            .set("bookworm", "since", "2019-06")
            .set("bookworm", "confidence", "")
            .set("carefolio", "hosting", "supplier-hosted")
            .set("carefolio", "value", "650000")
            .set("carefolio", "notice_months", "9")
            .set("carefolio", "framework", "")
            .set("dues-book", "contract_reference", "D: 7 #3")
            .set("chalk-board", "notes", "Chalk on slate.\n\nWiped at noon.")
            .set("own-forms", "source_url", "https://quay.example/forms")
            .set("own-forms", "source_date", "2026")
            .set("bookworm", "source_title", "The page of the library");
    })?;
    let expected = [
        "-    since: 2019-05",
        "+    since: 2019-06",
        "-    confidence: high",
        "-        title: The library's page",
        "+        title: The page of the library",
        "+    hosting: supplier-hosted",
        "-      notice_months: 6",
        "-      value: {amount: 600000, basis: total, tax: net}",
        "+      notice_months: 9",
        "+      value: {amount: 650000, basis: total, tax: net}",
        "-      framework: tide-frame",
        "+    sources:",
        "+      - url: https://quay.example/forms",
        "+        date: 2026",
        "+    notes: >-",
        "+      Chalk on slate.",
        "+",
        "+",
        "+      Wiped at noon.",
        "+      reference: \"D: 7 #3\"",
        "-    lifecycle: planned",
        "+    lifecycle: implementing",
    ];
    assert_eq!(lines, expected);
    Ok(())
}

#[test]
fn a_source_is_added_and_none_is_taken_away() -> Result {
    let lines = change("harbour-quay", |sheet| {
        sheet.set("carefolio", "source_url", "https://quay.example/papers/new").set(
            "carefolio",
            "source_title",
            "New",
        );
    })?;
    assert_eq!(
        lines,
        ["+      - url: https://quay.example/papers/new", "+        title: New", "+        date: 2025-11-02"]
    );
    let said = refused(|sheet| {
        for column in ["source_url", "source_title", "source_date"] {
            sheet.set("carefolio", column, "");
        }
    })?;
    assert_eq!(codes(&said), BTreeSet::from(["CT605".to_owned()]));
    Ok(())
}

#[test]
fn a_new_row_is_a_new_system_or_one_more_service() -> Result {
    let lines = change("st-elidor", |sheet| {
        let own: &[(&str, &str)] = &[
            ("borough", "st-elidor"),
            ("services", "payroll"),
            ("system", "plume"),
            ("lifecycle", "live"),
            ("provenance", "declared"),
            ("contract_title", "Pay: the \"new\" deal"),
            ("contract_end", "2029"),
            ("value", "700"),
            ("value_basis", "annual"),
            ("notes", "Since the flood."),
        ];
        sheet.add(own);
        let mut other = own.to_vec();
        other[1] = ("services", "ledger");
        sheet.add(&other);
    })?;
    let expected = [
        "+  - system: plume",
        "+    services: [payroll, ledger]",
        "+    lifecycle: live",
        "+    contract:",
        "+      title: \"Pay: the \\\"new\\\" deal\"",
        "+      end: 2029",
        "+      value: {amount: 700, basis: annual, tax: unknown}",
        "+    provenance: declared",
        "+    notes: Since the flood.",
        "+",
    ];
    let said: BTreeSet<_> = lines.iter().map(String::as_str).collect();
    assert_eq!(said, BTreeSet::from(expected), "{lines:#?}");

    let lines = change("harbour-quay", |sheet| {
        sheet.add(&[
            ("borough", "harbour-quay"),
            ("services", "ledger"),
            ("system", "own-forms"),
            ("lifecycle", "live"),
        ]);
    })?;
    assert_eq!(lines, ["-    services: [web-forms]", "+    services: [web-forms, ledger]"]);
    Ok(())
}

#[test]
fn a_contract_becomes_a_shared_one_or_its_own_or_goes() -> Result {
    const CONTRACT: [&str; 7] = [
        "contract_title",
        "contract_start",
        "contract_end",
        "contract_max_end",
        "value",
        "value_basis",
        "value_tax",
    ];
    let empty = |sheet: &mut Sheet| {
        for column in CONTRACT {
            sheet.set("tide-tables", column, "");
        }
    };
    let gone = [
        "-    contract:",
        "-      title: Dues of the North",
        "-      start: 2022",
        "-      end: 2027-01-31",
        "-      max_end: 2028-05-31",
        "-      value: {amount: 8000, basis: annual, tax: net}",
    ];
    assert_eq!(change("northpoint", empty)?, gone);
    let lines = change("northpoint", |sheet| {
        empty(sheet);
        sheet.set("tide-tables", "contract", "shared-shelves");
    })?;
    assert_eq!(lines[..6], gone);
    assert_eq!(lines[6..], ["+    contract: shared-shelves"]);
    let lines = change("northpoint", |sheet| {
        sheet.set("carefolio", "contract", "").set("carefolio", "contract_title", "Care alone");
    })?;
    let expected = [
        "-    contract: shared-care",
        "+    contract:",
        "+      title: Care alone",
        "+      supplier: osprey",
        "+      reference: TF3-07",
        "+      start: 2024-07",
        "+      end: 2028-06",
        "+      max_end: 2030-06",
        "+      notice_months: 6",
        "+      procurement_method: selective",
        "+      framework: tide-frame",
    ];
    assert_eq!(lines, expected);
    let said = refused(|sheet| {
        // The contract on record says more than the sheet shows, so it can't be replaced here.
        sheet.set("carefolio", "contract", "shared-shelves");
    })?;
    assert_eq!(codes(&said), BTreeSet::from(["CT605".to_owned()]), "{}", said.stderr);
    Ok(())
}

#[test]
fn a_row_that_is_gone_is_told_and_deletes_nothing() -> Result {
    let region = Region::harbourside()?;
    let before = tree(&region.content())?;
    let mut sheet = Sheet::of(&region, "harbour-quay")?;
    let said = sheet.drop("own-forms").import(&region)?.expect(0)?;
    let problems = said.problems();
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].code.as_str(), problems[0].severity.as_str()), ("CT606", "warning"));
    assert!(problems[0].message.contains("`own-forms` (web-forms)"), "{}", problems[0].message);
    assert!(problems[0].remedy.contains("`retired` and its end in until"), "{}", problems[0].remedy);
    assert_eq!(tree(&region.content())?, before);
    Ok(())
}

#[test]
fn every_wrong_cell_is_told_at_once_with_its_place() -> Result {
    let said = refused(|sheet| {
        sheet
            .set("bookworm", "since", "31/05/2019")
            .set("bookworm", "system", "bookwurm")
            .set("carefolio", "lifecycle", "alive")
            .set("carefolio", "contract_end", "soon")
            .set("carefolio", "value", "£600,000")
            .set("carefolio", "framework", "tide-fraem")
            .set("own-forms", "provenance", "")
            .set("own-forms", "source_url", "quay.example/forms")
            .set("pelican-mail", "contract_supplier", "Gull")
            .set("dues-book", "services", "harbor-dues")
            .set("lantern-guard", "notes", "\u{1b}[2Jgone");
        sheet.rows[4][0] = "harbor-quay".to_owned();
        sheet.add(&[("system", "plume")]);
        sheet.add(&[
            ("borough", "harbour-quay"),
            ("system", "plume"),
            ("services", "payroll"),
            ("notes", "?"),
        ]);
    })?;
    insta::assert_snapshot!(said.stderr);
    Ok(())
}

#[test]
fn what_a_change_would_contradict_is_told_at_its_cell() -> Result {
    let said = refused(|sheet| {
        sheet
            .set("dues-book", "contract_end", "2017")
            .set("own-forms", "until", "2026")
            .set("carefolio", "notes", "Runs on <b>bold</b> letters.")
            .set("tide-tables", "notes", "Runs on version 12.1.3 of it.");
        sheet.add(&[
            ("borough", "harbour-quay"),
            ("system", "plume"),
            ("services", "payroll"),
            ("lifecycle", "live"),
            ("provenance", "published"),
        ]);
    })?;
    let found: BTreeSet<(String, String)> = said
        .problems()
        .into_iter()
        .filter(|problem| problem.severity == "error")
        .map(|problem| (problem.code, problem.file))
        .collect();
    let place = |code: &str, place: &str| (code.to_owned(), format!("sheet.csv, {place}"));
    let expected = [
        place("CT301", "row 11, column P (contract_end)"),
        place("CT305", "row 7, column I (until)"),
        place("CT311", "row 13, column C (system)"),
        place("CT401", "row 12, column X (notes)"),
        place("CT501", "row 3, column X (notes)"),
    ];
    assert_eq!(found, BTreeSet::from(expected), "{}", said.stderr);
    Ok(())
}

#[test]
fn a_word_of_a_list_counts_in_any_letters() -> Result {
    let lines = change("harbour-quay", |sheet| {
        sheet.set("carefolio", "lifecycle", "Replacing").set("carefolio", "hosting", "Public cloud").set(
            "bookworm",
            "confidence",
            "HIGH",
        );
    })?;
    let lifecycle = ["-    lifecycle: live", "+    lifecycle: replacing"];
    assert_eq!(lines[..2], lifecycle, "{lines:?}");
    assert!(lines[2..].iter().all(|line| line == "+    hosting: public-cloud"), "{lines:?}");
    Ok(())
}

/// The first row of a system, to change it alone.
fn first_row<'s>(sheet: &'s mut Sheet, system: &str, column: &str) -> &'s mut String {
    let (own, at) = (sheet.column("system"), sheet.column(column));
    let row = sheet.rows.iter_mut().find(|row| row[own] == system);
    &mut row.unwrap_or_else(|| panic!("no row of {system}"))[at]
}

#[test]
fn rows_that_disagree_do_not_hide_a_wrong_word() -> Result {
    let said = refused(|sheet| "alive".clone_into(first_row(sheet, "quayledger", "lifecycle")))?;
    assert_eq!(codes(&said), BTreeSet::from(["CT104".to_owned(), "CT604".to_owned()]), "{}", said.stderr);
    Ok(())
}

#[test]
fn a_sum_as_people_write_it_is_one_problem_with_its_digits() -> Result {
    for (system, count) in [("carefolio", 1), ("quayledger", 1)] {
        let said = refused(|sheet| {
            sheet.set(system, "value", "£1,200,000");
        })?;
        assert_eq!(said.problems().len(), count, "{}", said.stderr);
        assert_eq!(said.problems()[0].remedy, "did you mean `1200000`?");
    }
    Ok(())
}

#[test]
fn an_emptied_cell_beside_a_filled_one_is_told_and_changes_nothing() -> Result {
    let region = Region::harbourside()?;
    let mut sheet = Sheet::of(&region, "harbour-quay")?;
    first_row(&mut sheet, "quayledger", "provenance").clear();
    let said = sheet.import(&region)?.expect(0)?;
    let problems = said.problems();
    assert_eq!(problems.len(), 1, "{}", said.stderr);
    assert_eq!((problems[0].code.as_str(), problems[0].severity.as_str()), ("CT609", "advice"));
    assert!(problems[0].file.ends_with("(provenance)"), "{}", said.stderr);
    assert!(said.stdout.contains("nothing was changed, as said above"), "{}", said.stdout);
    Ok(())
}

#[test]
fn an_end_that_moves_asks_for_the_source_that_says_so() -> Result {
    let told = |edit: fn(&mut Sheet)| -> Result<BTreeSet<String>> {
        let region = Region::harbourside()?;
        let mut sheet = Sheet::of(&region, "harbour-quay")?;
        edit(&mut sheet);
        Ok(codes(&sheet.import(&region)?.expect(0)?))
    };
    let advice = BTreeSet::from(["CT608".to_owned()]);
    assert_eq!(
        told(|sheet| {
            sheet.set("carefolio", "contract_end", "2028-03-31");
        })?,
        advice
    );
    let sourced = told(|sheet| {
        sheet.set("carefolio", "contract_end", "2028-03-31").set(
            "carefolio",
            "source_url",
            "https://quay.example/extended",
        );
    })?;
    assert_eq!(sourced, BTreeSet::new());
    let said_itself = told(|sheet| {
        sheet.set("carefolio", "contract_end", "2028-03-31").set("carefolio", "provenance", "Declared");
    })?;
    assert_eq!(said_itself, BTreeSet::new());
    Ok(())
}

#[test]
fn every_rule_about_spreadsheets_is_broken_by_one() -> Result {
    let mut found = BTreeSet::new();
    let region = Region::harbourside()?;
    let mut sheet = Sheet::of(&region, "harbour-quay")?;
    sheet.set("carefolio", "contract_end", "2028-03-31");
    first_row(&mut sheet, "quayledger", "provenance").clear();
    found.extend(codes(&sheet.import(&region)?.expect(0)?));
    found.extend(codes(&refused(|sheet| {
        sheet.heading[1] = "service".to_owned();
    })?));
    found.extend(codes(&refused(|sheet| {
        sheet.set("tide-tables", "supplier_name", "Someone else").set("bookworm", "contract_end", "2030");
        sheet.heading[4] = "sup".to_owned();
        let row = sheet.rows.iter().position(|row| row[2] == "quayledger").unwrap_or_default();
        sheet.rows[row][6] = "retired".to_owned();
    })?));
    let region = Region::harbourside()?;
    let flow = "{system: own-forms, services: [web-forms], lifecycle: live, hosting: public-cloud, provenance: verified, checked: 2026-09-01}";
    let block = "system: own-forms\n    services: [web-forms]\n    lifecycle: live\n    hosting: public-cloud\n    provenance: verified\n    checked: 2026-09-01";
    region.replace(QUAY, block, flow)?;
    let mut sheet = Sheet::of(&region, "harbour-quay")?;
    found.extend(codes(&sheet.drop("tide-tables").import(&region)?.expect(0)?));
    found.extend(codes(
        &sheet.set("own-forms", "notes", &"Many words. ".repeat(20)).import(&region)?.expect(1)?,
    ));
    fs::write(region.root().join("sheet.xlsx"), b"PK\x03\x04 and no more")?;
    found.extend(codes(&import(&region, "sheet.xlsx")?.expect(1)?));
    let all = rules::all().filter(|rule| rule.family() == Family::Sheets).map(|rule| rule.code.to_owned());
    let missing: Vec<String> = all.filter(|code| !found.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?} of {found:?}");
    Ok(())
}

#[test]
fn the_order_of_columns_says_nothing_and_a_missing_one_changes_nothing() -> Result {
    let region = Region::harbourside()?;
    let before = tree(&region.content())?;
    let mut sheet = Sheet::of(&region, "harbour-quay")?;
    sheet.heading.reverse();
    sheet.rows.iter_mut().for_each(|row| row.reverse());
    for name in ["contract_end", "notes", "source_url", "lifecycle", "contract"] {
        let at = sheet.column(name);
        sheet.heading.remove(at);
        sheet.rows.iter_mut().for_each(|row| drop(row.remove(at)));
    }
    sheet.heading.push("My own remarks".to_owned());
    sheet.rows.iter_mut().for_each(|row| row.push("mine".to_owned()));
    let said = sheet.import(&region)?.expect(0)?;
    assert_eq!(codes(&said), BTreeSet::from(["CT603".to_owned()]), "{}", said.stderr);
    assert_eq!(tree(&region.content())?, before);
    let said = sheet.set("dues-book", "until", "2028").import(&region)?.expect(0)?;
    assert!(said.stdout.contains("1 change; changed boroughs/harbour-quay.yaml"), "{}", said.stdout);
    Ok(())
}

#[test]
fn nothing_in_a_cell_is_a_formula() -> Result {
    let region = Region::harbourside()?;
    region.replace(
        QUAY,
        "title: Dues of the Quay",
        "title: \"=HYPERLINK(1)\"\n      reference: \"@SUM(1)\"",
    )?;
    region.replace(QUAY, "reference: HQ-17", "reference: \"'=1\"")?;
    region.replace(QUAY, "notes: The paper **names** the product.", "notes: \"-1+1\"")?;
    region.replace(QUAY, "title: Letters of the Quay", "title: +44 and _x0041_ and é")?;
    let before = tree(&region.content())?;
    let sheet = Sheet::of(&region, "harbour-quay")?;
    let dangerous = |cell: &String| {
        cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n', '\0'])
    };
    assert!(!sheet.rows.iter().flatten().any(dangerous));
    let title = sheet.column("contract_title");
    assert!(sheet.rows.iter().any(|row| row[title] == "'=HYPERLINK(1)"));
    sheet.import(&region)?.expect(0)?;
    assert_eq!(tree(&region.content())?, before);

    export(&region, &["harbour-quay"])?.expect(0)?;
    let mut book: Xlsx<_> = calamine::open_workbook(region.root().join("harbour-quay.xlsx"))?;
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name)?.is_empty(), "{name}");
    }
    let cells = book.worksheet_range("Systems")?;
    assert!(cells.used_cells().any(|(_, _, cell)| *cell == Data::String("=HYPERLINK(1)".to_owned())));
    import(&region, "harbour-quay.xlsx")?.expect(0)?;
    assert_eq!(tree(&region.content())?, before);
    Ok(())
}

/// A workbook as somebody makes it anew: real dates, numbers as numbers, columns in an order of their own.
fn own_workbook(region: &Region, cells: &[(&str, &str)], dates: &[(&str, (u16, u8, u8))]) -> Result {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Cover")?.write_string(3, 3, "Our answers")?;
    let sheet = book.add_worksheet().set_name("Answers")?;
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for (column, (name, text)) in (0..).zip(cells) {
        sheet.write_string(2, column, *name)?;
        match text.parse::<f64>() {
            Ok(number) => sheet.write_number(3, column, number)?,
            Err(_) => sheet.write_string(3, column, *text)?,
        };
    }
    for (column, (name, (year, month, date))) in (u16::try_from(cells.len())?..).zip(dates) {
        sheet.write_string(2, column, *name)?;
        let date = ExcelDateTime::from_ymd(*year, *month, *date)?;
        sheet.write_datetime_with_format(3, column, &date, &day)?;
    }
    Ok(book.save(region.root().join("own.xlsx"))?)
}

#[test]
fn real_dates_and_numbers_of_a_workbook_are_read() -> Result {
    let region = Region::harbourside()?;
    let before = region.read(QUAY)?;
    own_workbook(
        &region,
        &[
            ("System", "dues-book"),
            ("borough", "harbour-quay"),
            ("services", "harbour-dues"),
            ("value", "5500"),
            ("notice_months", "1"),
            ("until", "2027"),
        ],
        &[("contract_end", (2028, 2, 29)), ("contract_start", (2018, 2, 1)), ("since", (2018, 5, 1))],
    )?;
    let said = import(&region, "own.xlsx")?.expect(0)?;
    // The first day of a month is how a spreadsheet program writes the month: it is as exact as before.
    let expected = [
        "-      end: 2027-02-28",
        "+      end: 2028-02-29",
        "-      value: {amount: 5000, basis: annual, tax: net}",
        "+      value: {amount: 5500, basis: annual, tax: net}",
    ];
    let lines = moved(&before, &region.read(QUAY)?);
    assert_eq!(
        lines.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        BTreeSet::from(expected),
        "{}",
        said.stdout
    );
    assert!(
        said.stdout.contains("own.xlsx, sheet Answers, row 4, column G (contract_end)"),
        "{}",
        said.stdout
    );
    Ok(())
}

#[test]
fn dates_that_excel_wrote_anew_are_no_change() -> Result {
    let lines = change("harbour-quay", |sheet| {
        sheet.set("bookworm", "since", "May-19").set("carefolio", "contract_end", "31/03/2027").set(
            "dues-book",
            "contract_start",
            "01/02/2018",
        );
    })?;
    assert!(lines.is_empty(), "{lines:#?}");
    let said = refused(|sheet| {
        sheet.set("carefolio", "contract_end", "31/03/2028");
    })?;
    assert!(said.stderr.contains("did you mean `2028-03-31`"), "{}", said.stderr);
    Ok(())
}

#[test]
fn a_damaged_workbook_is_told_and_never_breaks_the_program() -> Result {
    let region = Region::harbourside()?;
    export(&region, &["st-elidor"])?.expect(0)?;
    let whole = fs::read(region.root().join("st-elidor.xlsx"))?;
    let file = region.root().join("damaged.xlsx");
    let read = |bytes: &[u8]| -> Result<bool> {
        fs::write(&file, bytes)?;
        Ok(read::read(&file)?.is_ok())
    };
    assert!(read(&whole)?);
    for part in 1..40 {
        assert!(!read(&whole[..whole.len() * part / 40])?, "cut to {part} of 40 parts");
    }
    for place in (0..whole.len()).step_by(whole.len() / 150) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x55;
        read(&bytes)?;
    }
    // Damage that a checksum does not find.
    for (part, from, to) in [
        ("xl/worksheets/sheet1.xml", "r=\"A2\"", "r=\"XFD1048576\""),
        ("xl/worksheets/sheet1.xml", "r=\"A2\"", "r=\"99999999999\""),
        ("xl/worksheets/sheet1.xml", "<v>0</v>", "<v>4000000000</v>"),
        ("xl/worksheets/sheet1.xml", "</sheetData>", ""),
        ("xl/sharedStrings.xml", "<si>", "<si><si>"),
        ("xl/workbook.xml", "<sheet ", "<sheet sheetId=\"\" "),
        ("xl/styles.xml", "</cellXfs>", ""),
        ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "../../../etc/passwd"),
    ] {
        read(&rewritten(&whole, part, from, to)?)?;
    }
    assert!(!read(b"borough,services,system\n")?);
    Ok(())
}

/// A workbook with another text in one of its parts.
fn rewritten(whole: &[u8], part: &str, from: &str, to: &str) -> Result<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(whole))?;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..archive.len() {
        let mut file = archive.by_index(number)?;
        let name = file.name()?.into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        if name == part {
            assert!(text.contains(from), "{part} has no {from}");
            text = text.replacen(from, to, 1);
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default())?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

#[test]
fn what_is_far_too_large_is_refused_with_its_limit() -> Result {
    let region = Region::harbourside()?;
    let head = "borough,services,system,notes\n";
    let row = "harbour-quay,web-forms,own-forms,";
    for (name, bytes, said) in [
        ("large.csv", vec![b' '; (16 << 20) + 1], "larger than 16 megabytes"),
        (
            "long.csv",
            format!("{head}{}", format!("{row}\n").repeat(20_001)).into_bytes(),
            "more than 20000 rows",
        ),
        ("wide.csv", format!("{head}{row}{}\n", ",x".repeat(300)).into_bytes(), "more than 200 columns"),
        (
            "cell.csv",
            format!("{head}{row}{}\n", "x".repeat(40_000)).into_bytes(),
            "more than 32767 characters",
        ),
        ("letter.docx", b"Dear editor".to_vec(), "neither an Excel workbook"),
        ("latin.csv", b"borough,services,system\ncaf\xe9,,\n".to_vec(), "not UTF-8"),
    ] {
        fs::write(region.root().join(name), bytes)?;
        let outcome = import(&region, name)?.expect(1)?;
        assert!(outcome.stderr.contains(said), "{name}: {}", outcome.stderr);
    }
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    writer.start_file("xl/sharedStrings.xml", options)?;
    let megabyte = vec![b' '; 1 << 20];
    (0..130).try_for_each(|_| writer.write_all(&megabyte))?;
    fs::write(region.root().join("bomb.xlsx"), writer.finish()?.into_inner())?;
    let said = import(&region, "bomb.xlsx")?.expect(1)?;
    assert!(said.stderr.contains("larger than 3072 kB when it is unpacked"), "{}", said.stderr);
    Ok(())
}

#[test]
fn a_workbook_has_drop_downs_and_explains_every_column() -> Result {
    let region = Region::harbourside()?;
    export(&region, &["harbour-quay"])?.expect(0)?;
    let file = region.root().join("harbour-quay.xlsx");
    let mut book: Xlsx<_> = calamine::open_workbook(&file)?;
    assert_eq!(book.sheet_names(), ["Systems", "Lists", "Guidance"]);
    let words = |range: &calamine::Range<Data>| -> BTreeSet<String> {
        range.used_cells().map(|(_, _, cell)| cell.to_string()).collect()
    };
    let guidance = book.worksheet_range("Guidance")?;
    for column in Column::ALL {
        let row =
            guidance.rows().find(|row| row.first().is_some_and(|cell| cell.to_string() == column.name()));
        let row = row.ok_or_else(|| format!("{} is not explained", column.name()))?;
        assert!(row[1].to_string().len() > 3 && row[2].to_string().len() > 3, "{row:?}");
    }
    let said = words(&guidance);
    assert!(said.contains("Last day with every option used (`maxExtentDate` in OCDS)."), "{said:?}");
    assert!(
        !said.iter().any(|text| text.contains('{') || text.to_lowercase().contains("borough of")),
        "{said:?}"
    );
    let lists = words(&book.worksheet_range("Lists")?);
    assert!(
        ["web-forms", "plume", "tern", "tide-frame", "shared-shelves", "retired"]
            .iter()
            .all(|id| lists.contains(*id))
    );
    assert!(!lists.contains("guarding"), "what is published as totals only is not asked for");
    let mut sheet = String::new();
    zip::ZipArchive::new(fs::File::open(&file)?)?
        .by_name("xl/worksheets/sheet1.xml")?
        .read_to_string(&mut sheet)?;
    assert_eq!(sheet.matches("<dataValidation ").count(), 12, "one for each list");
    assert!(sheet.contains("ySplit=\"1\"") && sheet.contains("<autoFilter "));

    let again = export(&region, &["harbour-quay"])?.expect(1)?;
    assert!(again.stderr.contains("is there already"), "a sheet that somebody filled in is not overwritten");
    export(&region, &["harbour-quay", "--out", "again.xlsx"])?.expect(0)?;
    assert!(fs::read(&file)? == fs::read(region.root().join("again.xlsx"))?, "the same to the byte");
    assert!(export(&region, &["harbor-quay"])?.expect(1)?.stderr.contains("did you mean `harbour-quay`"));
    Ok(())
}

#[test]
fn a_dry_run_says_it_all_and_writes_nothing() -> Result {
    let region = Region::harbourside()?;
    let before = tree(&region.content())?;
    let mut sheet = Sheet::of(&region, "harbour-quay")?;
    sheet.set("tide-tables", "lifecycle", "implementing");
    fs::write(region.root().join("sheet.csv"), sheet.csv()?)?;
    let said = region.run(["import", "survey", "--as-of", AS_OF, "--dry-run", "sheet.csv"])?.expect(0)?;
    assert!(
        said.stdout.contains("tide-tables: lifecycle \"implementing\", before \"planned\""),
        "{}",
        said.stdout
    );
    assert!(said.stdout.contains("nothing was written"), "{}", said.stdout);
    assert_eq!(tree(&region.content())?, before);
    Ok(())
}
