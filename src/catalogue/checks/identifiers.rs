//! Forms of identifiers, and what may be used once only.

use std::collections::HashMap;

use jiff::civil::Date as Day;

use crate::content::Content;
use crate::content::records::{ContractItem, DeploymentContract, Placed, Register};
use crate::diagnostics::{Diagnostic, FileId, Place, rules};

pub(super) fn check(content: &Content, _: Day, problems: &mut Vec<Diagnostic>) {
    companies(content, problems);
    tiles(content, problems);
    for entry in content.boroughs.values() {
        let Some(record) = &entry.record else { continue };
        if let Some(code) = &record.gss_code {
            expect(is_gss(code), "a GSS code is a letter and eight digits", entry.file, code, problems);
        }
        for deployment in &record.systems {
            if let Some(DeploymentContract::Inline(item)) =
                deployment.contract.as_ref().map(|contract| &contract.value)
            {
                contract(item, entry.file, problems);
            }
        }
        record.contracts.iter().for_each(|item| contract(item, entry.file, problems));
    }
    for entry in content.contracts.values() {
        if let Some(record) = &entry.record {
            contract(&record.contract, entry.file, problems);
        }
    }
}

fn companies(content: &Content, problems: &mut Vec<Diagnostic>) {
    let site = content.site.as_ref().and_then(|file| file.record.as_ref());
    let mut owners: HashMap<(&str, &str), &str> = HashMap::new();
    for (supplier, entry) in &content.suppliers {
        for identifier in entry.record.iter().flat_map(|record| &record.identifiers) {
            let id = &identifier.id;
            let register = site.and_then(|site| site.register(&identifier.scheme));
            if let Some(register) = register.filter(|register| !register.forms.is_empty()) {
                let right = register.forms.iter().any(|form| form.fits(id));
                expect(right, &looks(register), entry.file, id, problems);
            }
            if let Some(owner) = owners.insert((&identifier.scheme, id), supplier) {
                let message = format!("`{owner}` has the same {} number", identifier.scheme.value);
                problems.push(Diagnostic::new(&rules::SAME_COMPANY, entry.place(id.span), message));
            }
        }
    }
}

/// How numbers of a register look.
fn looks(register: &Register) -> String {
    let forms: Vec<String> = register.forms.iter().map(|form| format!("`{form}`")).collect();
    format!(
        "a number of {} looks like {}, where 0 is a figure and A a capital letter",
        register.name,
        forms.join(" or ")
    )
}

fn tiles(content: &Content, problems: &mut Vec<Diagnostic>) {
    let mut owners: HashMap<(u8, u8), &str> = HashMap::new();
    for (borough, entry) in &content.boroughs {
        let Some(tile) = entry.record.as_ref().and_then(|record| record.tile) else { continue };
        let (column, row) = tile.value;
        if !(1..=30).contains(&column) || !(1..=30).contains(&row) {
            problems.push(
                Diagnostic::new(
                    &rules::BAD_VALUE,
                    entry.place(tile.span),
                    "columns and rows of the tile map go from 1 to 30",
                )
                .remedy("write tile: [column, row]"),
            );
        } else if let Some(owner) = owners.insert(tile.value, borough) {
            let message = format!("`{owner}` has the tile in column {column}, row {row}");
            problems.push(Diagnostic::new(&rules::TILE_COLLISION, entry.place(tile.span), message));
        }
    }
}

fn contract(item: &ContractItem, file: FileId, problems: &mut Vec<Diagnostic>) {
    if let Some(ocid) = &item.ocid {
        expect(
            is_ocid(ocid),
            "an OCID begins with ocds-, a prefix of six characters and a hyphen",
            file,
            ocid,
            problems,
        );
    }
    for cpv in &item.cpv {
        expect(is_digits(cpv, 8..=8), "a CPV code has eight digits", file, cpv, problems);
    }
}

fn expect(right: bool, form: &str, file: FileId, id: &Placed<String>, problems: &mut Vec<Diagnostic>) {
    if !right {
        let message = format!("`{}`: {form}", id.value);
        problems.push(Diagnostic::new(&rules::IDENTIFIER_FORMAT, Place { file, span: id.span }, message));
    }
}

fn is_digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_gss(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) && is_digits(&text[1..], 8..=8)
}

fn is_ocid(text: &str) -> bool {
    let prefix = text.strip_prefix("ocds-").and_then(|rest| rest.split_once('-'));
    prefix.is_some_and(|(prefix, id)| {
        prefix.len() == 6 && prefix.bytes().all(|b| b.is_ascii_alphanumeric()) && !id.is_empty()
    })
}
