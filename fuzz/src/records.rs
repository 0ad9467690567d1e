//! Any text as each kind of record, and as a frozen release; every problem is printed too.

use std::path::Path;

use citytools::content::records::{
    BoroughRecord, FrameworksFile, GlossaryFile, Record, ServicesFile, SharedContractRecord, SiteRecord,
    SkillsFile, SupplierRecord, SystemRecord, TechnologiesFile,
};
use citytools::content::{release, waivers, yaml};
use citytools::diagnostics::{Diagnostic, Sources, text};

use super::within;

pub fn read(input: &[u8]) {
    let input = within::text(input);
    let mut sources = Sources::default();
    let file = sources.add(Path::new("content/a.yaml"), input.to_owned());
    let mut problems: Vec<Diagnostic> = Vec::new();
    match yaml::parse(input, file) {
        Err(problem) => problems.push(problem),
        Ok(root) => {
            problems.extend(SiteRecord::read(&mut root.clone(), file).1);
            problems.extend(ServicesFile::read(&mut root.clone(), file).1);
            problems.extend(SkillsFile::read(&mut root.clone(), file).1);
            problems.extend(TechnologiesFile::read(&mut root.clone(), file).1);
            problems.extend(FrameworksFile::read(&mut root.clone(), file).1);
            problems.extend(GlossaryFile::read(&mut root.clone(), file).1);
            problems.extend(SupplierRecord::read(&mut root.clone(), file).1);
            problems.extend(SystemRecord::read(&mut root.clone(), file).1);
            problems.extend(SharedContractRecord::read(&mut root.clone(), file).1);
            problems.extend(BoroughRecord::read(&mut root.clone(), file).1);
            let _ = waivers::collect(&root, file);
        }
    }
    problems.extend(release::read(input, jiff::civil::date(2026, 3, 31), file).err());
    for problem in &problems {
        assert!(!text::render(problem, &sources).is_empty());
    }
}
