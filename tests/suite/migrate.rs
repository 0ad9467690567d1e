//! Records of another form than the program's: told in one sentence, and brought into this one.

use crate::support::{Region, Result, tree};
use citytools::content::files::FileKind;
use citytools::content::yaml::{Kind, Node};
use citytools::edit::keys::{Change, Step};
use citytools::edit::migrate::{Migration, Refusal, migrate};

const HARBOUR: &str = "boroughs/harbour-quay.yaml";

#[test]
fn records_that_name_no_form_get_the_first() -> Result {
    let region = Region::harbourside()?;
    let whole = region.read("site.yaml")?;
    region.replace("site.yaml", "schema_version: 1\n", "")?;
    let before = tree(&region.content())?;

    let said = region.run(["migrate", "--check"])?.expect(1)?.stdout;
    assert!(said.contains("content/site.yaml: schema_version: 1\n"), "{said}");
    assert!(said.contains("would make 1 change"), "{said}");
    assert_eq!(tree(&region.content())?, before, "--check only tells");

    let said = region.run(["migrate"])?.expect(0)?.stdout;
    assert!(said.contains("content/site.yaml: schema_version: 1\n"), "{said}");
    assert_eq!(region.read("site.yaml")?, whole, "nothing else is touched");
    let said = region.run(["migrate", "--check"])?.expect(0)?.stdout;
    assert!(said.contains("nothing to change"), "{said}");
    Ok(())
}

#[test]
fn newer_records_are_one_problem_and_stay_as_they_are() -> Result {
    let region = Region::harbourside()?;
    region.replace("site.yaml", "schema_version: 1", "schema_version: 7")?;
    // A newer form has keys that this program does not know.
    region.append(HARBOUR, "tides: [high, low]\n")?;
    let before = tree(&region.content())?;
    let problems = region.build()?.expect(1)?.problems();
    let codes: Vec<_> = problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, ["CT013"]);
    assert!(problems[0].remedy.contains("newer version of the program"), "{problems:?}");
    let said = region.run(["migrate"])?.expect(1)?.stderr;
    assert!(said.contains("the records have form 7") && said.contains("nothing was changed"), "{said}");
    assert_eq!(tree(&region.content())?, before);
    Ok(())
}

/// A file that stayed behind would be of no form.
#[test]
fn a_file_that_cannot_be_read_leaves_all_as_it_is() -> Result {
    let region = Region::harbourside()?;
    region.replace("site.yaml", "schema_version: 1\n", "")?;
    for file in ["systems/plume.yaml", "site.yaml"] {
        let whole = region.read(file)?;
        for wrong in [b"name: \xff\n".to_vec(), vec![b'#'; 600 << 10]] {
            region.write(file, wrong)?;
            let before = tree(&region.content())?;
            let told = region.run(["migrate"])?.expect(1)?.stderr;
            let said = format!("content/{file} can't be read as a record");
            assert!(told.contains(&said) && told.contains("nothing was changed"), "{told}");
            assert_eq!(tree(&region.content())?, before);
        }
        region.write(file, whole)?;
    }
    region.run(["migrate"])?.expect(0)?;
    Ok(())
}

/// An imaginary form 2, in which authorities and suppliers have a `homepage`, and contracts of authorities `remarks`.
fn to_two(kind: &FileKind, root: &Node) -> Vec<Change> {
    let (FileKind::Borough(_) | FileKind::Supplier(_), Kind::Mapping(entries)) = (kind, &root.kind) else {
        return Vec::new();
    };
    let has = |entries: &[(Node, Node)], key: &str| entries.iter().any(|(own, _)| own.as_str() == Some(key));
    let mut changes = Vec::new();
    for (key, value) in entries {
        let ("contracts", Kind::Sequence(items)) = (key.as_str().unwrap_or_default(), &value.kind) else {
            continue;
        };
        for (index, item) in items.iter().enumerate() {
            if matches!(&item.kind, Kind::Mapping(entries) if has(entries, "notes")) {
                let at = vec![Step::Key("contracts"), Step::Item(index)];
                changes.push(Change::Rename { at, key: "notes", to: "remarks" });
            }
        }
    }
    if has(entries, "website") {
        changes.push(Change::Rename { at: Vec::new(), key: "website", to: "homepage" });
    }
    changes
}

/// An imaginary form 3, which takes a key back out.
fn to_three(kind: &FileKind, root: &Node) -> Vec<Change> {
    let Kind::Mapping(entries) = &root.kind else { return Vec::new() };
    let is_there = entries.iter().any(|(key, _)| key.as_str() == Some("homepage"));
    let change = Change::Remove { at: Vec::new(), key: "homepage" };
    if matches!(kind, FileKind::Borough(_)) && is_there { vec![change] } else { Vec::new() }
}

const STEPS: [Migration; 2] = [Migration { to: 2, changes: to_two }, Migration { to: 3, changes: to_three }];

#[test]
fn older_records_are_brought_over_line_by_line() -> Result {
    let region = Region::harbourside()?;
    let old = region.read(HARBOUR)?;
    let changed = migrate(&region.content(), &STEPS, 2).map_err(|refusal| format!("{refusal:?}"))?;
    let last = changed.last().ok_or("something changes")?;
    assert_eq!(
        (last.path.as_path(), last.said.as_slice()),
        ("site.yaml".as_ref(), &["schema_version: 2".to_owned()][..])
    );
    let harbour = changed.iter().find(|file| file.path.ends_with("harbour-quay.yaml")).ok_or("it changes")?;
    let new =
        old.replace("\nwebsite:", "\nhomepage:").replace("\n    notes: The van", "\n    remarks: The van");
    assert_ne!(new, old, "the example has such keys");
    assert_eq!(harbour.text, new, "remarks, order and layout stay");
    assert!(harbour.said.contains(&"website is now homepage".to_owned()), "{:?}", harbour.said);
    assert!(harbour.said.iter().any(|said| said.starts_with("contracts[1].notes is")), "{:?}", harbour.said);

    // Interrupted: some files are written, and site.yaml, which comes last, is not.
    region.write(HARBOUR, &harbour.text)?;
    let rest = migrate(&region.content(), &STEPS, 2).map_err(|refusal| format!("{refusal:?}"))?;
    let paths = |files: &[citytools::edit::migrate::Changed]| {
        files.iter().map(|file| file.path.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        paths(&rest),
        paths(&changed).into_iter().filter(|path| !path.ends_with("harbour-quay.yaml")).collect::<Vec<_>>()
    );

    // Two forms at once.
    let both = migrate(&region.content(), &STEPS, 3).map_err(|refusal| format!("{refusal:?}"))?;
    let harbour = both.iter().find(|file| file.path.ends_with("harbour-quay.yaml")).ok_or("it changes")?;
    assert!(!harbour.text.contains("homepage") && harbour.text.contains("remarks:"), "{}", harbour.text);
    // And only what is left.
    region.replace("site.yaml", "schema_version: 1", "schema_version: 3")?;
    assert!(migrate(&region.content(), &STEPS, 3).is_ok_and(|changed| changed.is_empty()));
    Ok(())
}

/// From an imaginary older form, in which authorities had a `homepage`, to this program's own.
fn to_ours(kind: &FileKind, root: &Node) -> Vec<Change> {
    let Kind::Mapping(entries) = &root.kind else { return Vec::new() };
    let is_there = entries.iter().any(|(key, _)| key.as_str() == Some("homepage"));
    let change = Change::Rename { at: Vec::new(), key: "homepage", to: "website" };
    if matches!(kind, FileKind::Borough(_)) && is_there { vec![change] } else { Vec::new() }
}

#[test]
fn what_was_brought_over_gives_the_site_that_it_gave() -> Result {
    let region = Region::harbourside()?;
    region.build()?.expect(0)?;
    let before = tree(&region.out())?;
    let names: Vec<String> =
        tree(&region.content())?.into_keys().filter(|path| path.starts_with("boroughs/")).collect();
    for name in &names {
        region.write(name, region.read(name)?.replace("\nwebsite:", "\nhomepage:"))?;
    }
    region.build()?.expect(1)?;
    let steps = [Migration { to: 2, changes: to_ours }];
    let changed = migrate(&region.content(), &steps, 2).map_err(|refusal| format!("{refusal:?}"))?;
    assert!(changed.len() > names.len() / 2, "{} files", changed.len());
    for file in &changed {
        region.write(file.path.to_str().ok_or("a path of letters")?, &file.text)?;
    }
    // What is the second form here bears the number 1 for this program.
    region.replace("site.yaml", "schema_version: 2", "schema_version: 1")?;
    region.build()?.expect(0)?;
    assert!(tree(&region.out())? == before, "the site is another");
    Ok(())
}

#[test]
fn what_can_not_be_read_is_not_migrated() -> Result {
    let region = Region::harbourside()?;
    region.append(HARBOUR, "a: [\n")?;
    assert!(matches!(migrate(&region.content(), &STEPS, 2), Err(Refusal::Syntax(..))));
    region.remove("site.yaml")?;
    let said = region.run(["migrate"])?.expect(1)?.stderr;
    assert!(said.contains("there is no content/site.yaml"), "{said}");
    Ok(())
}
