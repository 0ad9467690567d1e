//! `citytools diff`, as a reviewer meets it. What moved is known from the files of the two built sites, which the command never
//! reads.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use crate::support::{AS_OF, Outcome, Region, Result, Site, copy, here, left_out, program, program_file};
use serde_json::Value;

const QUAY: &str = "boroughs/harbour-quay.yaml";
const MERE: &str = "boroughs/mill-and-mere.yaml";
const NORTH: &str = "boroughs/northpoint.yaml";
const ELIDOR: &str = "boroughs/st-elidor.yaml";

/// The region beside a copy of it as it was.
struct Two {
    region: Region,
}

impl Two {
    fn new() -> Result<Self> {
        let region = Region::harbourside()?;
        copy(&region.content(), &region.root().join("before"))?;
        Ok(Self { region })
    }

    fn diff(&self, options: &[&str]) -> Result<Outcome> {
        self.region.run(["diff", "before", "--as-of", AS_OF].iter().chain(options))
    }

    fn json(&self) -> Result<Value> {
        json(&self.diff(&["--format", "json"])?.expect(0)?)
    }

    fn text(&self) -> Result<String> {
        Ok(self.diff(&[])?.expect(0)?.stdout)
    }
}

fn json(outcome: &Outcome) -> Result<Value> {
    Ok(serde_json::from_str(&outcome.stdout)?)
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn ids(value: &Value, pointer: &str, key: &str) -> BTreeSet<String> {
    list(value, pointer).iter().map(|entry| text(entry, key).to_owned()).collect()
}

/// Every figure of a built site as its own file has it.
fn figures(site: &Site) -> Result<BTreeMap<String, Value>> {
    let mut figures = BTreeMap::new();
    for (path, bytes) in &site.files {
        if path.starts_with("api/v1/figures/") {
            let figure: Value = serde_json::from_slice(bytes)?;
            figures.insert(text(&figure, "id").to_owned(), figure);
        }
    }
    Ok(figures)
}

/// Figures whose number moved, and those that say something else with the same number.
fn truth(before: &Site, after: &Site) -> Result<(BTreeSet<String>, BTreeSet<String>)> {
    let (before, after) = (figures(before)?, figures(after)?);
    let (mut moved, mut restated) = (BTreeSet::new(), BTreeSet::new());
    for id in before.keys().chain(after.keys()) {
        let (old, new) = (before.get(id), after.get(id));
        let number = |figure: Option<&Value>| figure.map(|it| (it["value"].clone(), it["text"].clone()));
        if number(old) != number(new) {
            moved.insert(id.clone());
        } else if old != new {
            restated.insert(id.clone());
        }
    }
    Ok((moved, restated))
}

/// A page without the sizes of the files that it offers, which any change may move: `CSV, 2 kB<`.
fn without_sizes(text: &str) -> String {
    let size = |part: &str| {
        let unit = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let unit = ["kB", "bytes"].into_iter().find_map(|name| unit.trim_start().strip_prefix(name));
        let is_size = |rest: &&str| rest.starts_with('<') && part.starts_with(|c: char| c.is_ascii_digit());
        unit.filter(is_size).map(str::to_owned)
    };
    text.split(", ").map(|part| size(part).unwrap_or_else(|| format!(", {part}"))).collect()
}

/// Pages as they are, but for the fingerprints in the names of files for scripts and for sizes.
fn pages(site: &Site) -> BTreeMap<&str, String> {
    let scripted = |path: &&String| {
        path.ends_with(".json") && (path.starts_with("search/") || path.starts_with("explore/"))
    };
    let names: Vec<&String> = site.files.keys().filter(scripted).collect();
    let plain = |text: &str| {
        names.iter().fold(text.to_owned(), |text, name| {
            text.replace(name.as_str(), name.split('.').next().unwrap_or_default())
        })
    };
    site.pages.iter().map(|(path, page)| (path.as_str(), without_sizes(&plain(&page.text)))).collect()
}

fn touched(before: &Site, after: &Site) -> BTreeSet<String> {
    let (before, after) = (pages(before), pages(after));
    let paths = before.keys().chain(after.keys());
    paths.filter(|path| before.get(*path) != after.get(*path)).map(ToString::to_string).collect()
}

fn told_pages(difference: &Value) -> BTreeSet<String> {
    let kinds = list(difference, "/site/pages/kinds").iter();
    kinds.flat_map(|kind| ids(kind, "/pages", "path")).collect()
}

type Change = fn(&Region) -> Result;

/// One change of each kind that editors make.
const CHANGES: [(&str, Change); 10] = [
    ("a contract ends later", |region| {
        region.replace(QUAY, "      end: 2026-12-31\n", "      end: 2028-12-31\n")
    }),
    ("a system came a year later", |region| {
        region.replace(QUAY, "    since: 2019-05\n", "    since: 2020-05\n")
    }),
    ("a sum changes by less than is shown", |region| {
        region.replace(MERE, "{amount: 30000, basis: annual", "{amount: 30001, basis: annual")
    }),
    ("a system is gone", |region| {
        let text = region.read(NORTH)?;
        let start = text.find("  - system: own-forms").ok_or("own forms")?;
        let end = text.find("  - system: dues-book").ok_or("dues book")?;
        region.write(NORTH, format!("{}{}", &text[..start], &text[end..]))
    }),
    ("a system is new", |region| {
        let entry = "systems:\n  - system: abacus\n    services: [ledger]\n    lifecycle: live\n    provenance: declared\n";
        region.replace(ELIDOR, "systems:\n", entry)
    }),
    ("a supplier is bought", |region| {
        region.append("suppliers/tern.yaml", "parent:\n  supplier: wend-group\n")
    }),
    ("more people live in a town", |region| region.replace(MERE, "people: 9000", "people: 12000")),
    ("a trial becomes use", |region| region.replace(MERE, "    stage: pilot\n", "    stage: in-use\n")),
    ("a value is published", |region| {
        region.replace(
            NORTH,
            "      start: 2018-01-01\n",
            "      start: 2018-01-01\n      end: 2027-02-28\n      value: {amount: 90000, basis: annual, tax: net}\n",
        )
    }),
    ("a page says something else", |region| region.append("pages/about.md", "\nOne sentence more.\n")),
];

#[test]
fn ten_changes_move_exactly_the_figures_that_a_full_recomputation_moves() -> Result {
    let before = Region::harbourside()?.site()?;
    let (mut moving, mut kinds) = (0, BTreeSet::new());
    for (name, change) in CHANGES {
        let two = Two::new()?;
        change(&two.region)?;
        let after = two.region.site()?;
        let (moved, restated) = truth(&before, &after)?;
        let told = two.json()?;
        assert_eq!(ids(&told, "/site/figures/moved", "id"), moved, "{name}");
        assert_eq!(ids(&told, "/site/figures/restated", "id"), restated, "{name}");
        let all = figures(&after)?.len() as u64;
        let same = told.pointer("/site/figures/same").and_then(Value::as_u64);
        assert_eq!(same, Some(all - (moved.len() + restated.len()) as u64), "{name}");
        let touched = touched(&before, &after);
        assert!(!touched.is_empty(), "{name} touches no page");
        assert_eq!(told_pages(&told), touched, "{name}");
        kinds.extend(list(&told, "/site/pages/kinds").iter().map(|kind| kind["name"].to_string()));
        for id in &moved {
            let said = two.text()?;
            assert!(said.contains(&format!("[{id}]")), "{name}: {said}");
        }
        moving += usize::from(!moved.is_empty());
    }
    // Pages are called by the words of the region, whose authorities are towns.
    assert!(kinds.contains("\"card of one town\""), "{kinds:?}");
    assert!(!kinds.iter().any(|kind| kind.contains("borough")), "{kinds:?}");
    // A test in which nothing moves would prove little.
    assert!(moving >= 7, "only {moving} of the changes move a figure");
    Ok(())
}

#[test]
fn a_figure_is_told_in_its_own_words_before_and_after() -> Result {
    let two = Two::new()?;
    CHANGES[0].1(&two.region)?;
    let said = two.text()?;
    assert!(
        said.contains("Contracts that end within 12 months: 7 → 6  [contracts-ending-12-months]"),
        "{said}"
    );
    assert!(said.contains("From before to content, both as of 2026-11-25."), "{said}");
    // It is told of the contract, and not of its system, too.
    assert!(said.contains("  End: 2026-12-31 → 2028-12-31"), "{said}");
    assert!(!said.contains("End of the contract"), "{said}");
    assert!(said.contains("changed: boroughs/harbour-quay.yaml"), "{said}");
    // What rounding hides is shown with its decimals.
    let two = Two::new()?;
    CHANGES[2].1(&two.region)?;
    let told = two.json()?;
    let hidden = list(&told, "/site/figures/moved")
        .iter()
        .find(|figure| figure["before"]["text"] == figure["after"]["text"])
        .ok_or("a figure moved by less than it shows")?;
    assert_ne!(hidden["before"]["value"], hidden["after"]["value"]);
    // As far as that takes, and as people write numbers.
    let said = two.text()?;
    let end = format!("[{}]", hidden["id"].as_str().ok_or("a figure has an id")?);
    let line = said.lines().find(|line| line.ends_with(&end)).ok_or("the figure has its line")?;
    let exact: Vec<&str> = line.split('(').skip(1).filter_map(|part| Some(part.split_once(')')?.0)).collect();
    assert_eq!(exact.len(), 2, "{line}");
    assert_ne!(exact[0], exact[1], "{line}");
    assert!(exact.iter().all(|number| number.chars().count() < 10), "{line}");
    Ok(())
}

#[test]
fn a_proposal_is_not_told_what_others_changed_since_it_was_begun() -> Result {
    let Some(region) = repository()? else { return Ok(()) };
    commit(&region, "The region")?;
    git(region.root(), &["checkout", "--quiet", "-b", "proposal"])?;
    region.replace("systems/plume.yaml", "status: beta", "status: stable")?;
    commit(&region, "The proposal")?;
    git(region.root(), &["checkout", "--quiet", "main"])?;
    CHANGES[0].1(&region)?;
    commit(&region, "Somebody else's change")?;
    // What GitHub checks out for a proposal: it merged into main, with no more history than asked for.
    git(region.root(), &["checkout", "--quiet", "--detach", "main"])?;
    git(region.root(), &["merge", "--quiet", "--no-ff", "--message", "Merge", "proposal"])?;
    git(region.root(), &["branch", "merged"])?;
    let workflow = std::fs::read_to_string(here(".github/workflows/check.yml"))?;
    let depth = workflow.split_once("fetch-depth: ").and_then(|(_, rest)| rest.lines().next());
    let depth = format!("--depth={}", depth.ok_or("the workflow says how much it fetches")?);
    let own = format!("file://{}", region.root().display());
    git(region.root(), &["clone", "--quiet", &depth, "--branch", "merged", &own, "checkout"])?;
    let checkout = region.root().join("checkout");
    let branch = workflow.lines().find_map(|line| line.trim().strip_prefix("git branch "));
    let branch: Vec<&str> = branch.ok_or("the workflow names what it compares with")?.split(' ').collect();
    git(&checkout, &[&["branch"], branch.as_slice()].concat())?;
    let mut diff = program();
    diff.args(["diff", "published", "--as-of", AS_OF]).current_dir(&checkout);
    let said = Outcome::of(&mut diff)?.expect(0)?.stdout;
    assert!(said.contains("changed: systems/plume.yaml"), "{said}");
    assert!(!said.contains("harbour-quay.yaml"), "{said}");
    Ok(())
}

#[test]
fn nothing_is_different_between_a_folder_and_its_copy() -> Result {
    let two = Two::new()?;
    let same = two.diff(&["--exit-code"])?.expect(0)?;
    assert!(same.stdout.contains("Nothing is different."), "{}", same.stdout);
    CHANGES[1].1(&two.region)?;
    two.diff(&[])?.expect(0)?;
    two.diff(&["--exit-code"])?.expect(1)?;
    Ok(())
}

#[test]
fn cohorts_are_made_broken_and_changed() -> Result {
    let two = Two::new()?;
    let cohorts = |two: &Two| -> Result<Vec<(String, String, String)>> {
        let told = two.json()?;
        let words = |cohort: &Value| {
            let members = list(cohort, "/members").iter().filter_map(Value::as_str).collect::<Vec<_>>();
            (text(cohort, "fate").to_owned(), text(cohort, "name").to_owned(), members.join(", "))
        };
        Ok(list(&told, "/site/cohorts").iter().map(words).collect())
    };
    // Three towns whose contracts for dues come up together: one leaves by renewing for years.
    let page = two.region.site()?.page("opportunities/")?.html.text();
    assert!(page.contains("could buy"), "{page}");
    two.region.replace(MERE, "      end: 2027-11-30\n", "      end: 2035-11-30\n")?;
    let broken = cohorts(&two)?;
    assert!(broken.iter().any(|(fate, ..)| fate == "broken"), "{broken:?}");
    assert!(broken.iter().all(|(.., members)| members.contains("Mill & Mere")), "{broken:?}");
    let said = two.text()?;
    assert!(said.contains("Who could buy together") && said.contains("broken: "), "{said}");

    // The other way round it is made.
    let back =
        two.region.run(["diff", "content", "before", "--as-of", AS_OF, "--format", "json"])?.expect(0)?;
    let made = json(&back)?;
    assert!(ids(&made, "/site/cohorts", "fate").contains("made"), "{made}");

    // Another day for one of its contracts changes its dates only.
    let two = Two::new()?;
    two.region.replace(MERE, "      end: 2027-11-30\n", "      end: 2027-10-31\n")?;
    let changed = cohorts(&two)?;
    assert!(!changed.is_empty() && changed.iter().all(|(fate, ..)| fate == "changed"), "{changed:?}");
    assert!(two.text()?.contains("could begin: "));
    Ok(())
}

#[test]
fn problems_come_and_go_and_a_line_above_moves_none() -> Result {
    let two = Two::new()?;
    // In both, but further down in one.
    for file in ["before/boroughs/northpoint.yaml", "content/boroughs/northpoint.yaml"] {
        let path = two.region.root().join(file);
        let text = std::fs::read_to_string(&path)?
            .replace("    services: [web-forms]\n", "    services: [web-form]\n");
        let line = if file.starts_with("content") { "# A line above.\n" } else { "" };
        std::fs::write(path, format!("{line}{text}"))?;
    }
    two.region.replace(QUAY, "  - system: old-cards\n", "  - system: old-card\n")?;
    let told = two.json()?;
    assert_eq!(list(&told, "/problems/gone").len(), 0, "{told}");
    let new = list(&told, "/problems/new");
    assert_eq!(new.len(), 1, "{told}");
    assert_eq!((text(&new[0], "code"), text(&new[0], "file")), ("CT201", QUAY));
    assert!(text(&new[0], "remedy").contains("old-cards"), "{told}");
    // What can't be linked has no figures, and that is said; the rest is told all the same.
    assert!(told["site"].is_null());
    let said = two.text()?;
    let why = "can't be compared, because before has 1 error and content has 2 errors.";
    assert!(said.contains(why), "{said}");
    assert!(said.contains("Problems that are new") && said.contains("error[CT201]"), "{said}");
    assert!(said.contains("changed: boroughs/northpoint.yaml"), "{said}");
    Ok(())
}

#[test]
fn a_second_problem_in_the_same_words_is_new() -> Result {
    let two = Two::new()?;
    let twice = "systems:\n  - system: plum\n    lifecycle: live\n  - system: plum\n    lifecycle: live\n";
    let once = "systems:\n  - system: plum\n    lifecycle: live\n";
    for (file, systems) in [("before/boroughs/extra.yaml", once), ("content/boroughs/extra.yaml", twice)] {
        std::fs::write(two.region.root().join(file), format!("name: Extra\n{systems}"))?;
    }
    let unknown = |pointer| -> Result<usize> {
        let told = two.json()?;
        Ok(list(&told, pointer).iter().filter(|problem| text(problem, "code") == "CT201").count())
    };
    assert_eq!((unknown("/problems/new")?, unknown("/problems/gone")?), (1, 0));
    Ok(())
}

#[test]
fn markdown_is_small_and_harmless_whatever_the_records_say() -> Result {
    let two = Two::new()?;
    two.region.replace(
        QUAY,
        "title: Ledger and payroll",
        "title: '<script>alert(1)</script> | `x` @everyone [a](https://evil.example)'",
    )?;
    // A long text in every town.
    let long = "word ".repeat(20_000);
    for file in [QUAY, MERE, NORTH] {
        two.region.append(file, &format!("\nnotes: '{long}'\n")).ok();
    }
    let said = two.diff(&["--format", "markdown"])?.expect(0)?.stdout;
    assert!(said.len() < 1 << 20, "{} bytes", said.len());
    assert!(!said.contains("<script>") && !said.contains("https://evil.example"), "{said}");
    assert!(!said.contains("@everyone [a]"), "{said}");

    let two = Two::new()?;
    CHANGES[0].1(&two.region)?;
    let said = two.diff(&["--format", "markdown"])?.expect(0)?.stdout;
    assert!(
        said.contains("| Contracts that end within 12 months `contracts-ending-12-months` | 7 | **6** |"),
        "{said}"
    );
    assert_eq!(said.matches("<details>").count(), said.matches("</details>").count());
    // Every row of a table has as many cells as its head.
    for block in said.split("\n\n").filter(|block| block.starts_with('|')) {
        let cells = |line: &str| line.replace("\\|", "").matches('|').count();
        let first = block.lines().next().map(cells);
        assert!(block.lines().all(|line| Some(cells(line)) == first), "{block}");
    }
    Ok(())
}

/// A repository with the region in a folder of it, or nothing where there is no git.
fn repository() -> Result<Option<Region>> {
    let region = Region::harbourside()?;
    match git(region.root(), &["init", "--quiet", "--initial-branch", "main"]) {
        Err(error)
            if error.downcast_ref::<std::io::Error>().is_some_and(|it| it.kind() == ErrorKind::NotFound) =>
        {
            left_out("git is not installed: nothing was tried with it");
            assert!(std::env::var_os("CI").is_none(), "continuous integration has to have git");
            Ok(None)
        }
        answer => answer.map(|()| Some(region)),
    }
}

fn git(folder: &Path, args: &[&str]) -> Result {
    let mut command = Command::new("git");
    command.args([
        "-c",
        "user.name=Nobody",
        "-c",
        "user.email=nobody@harbour.example",
        "-c",
        "commit.gpgsign=false",
    ]);
    let output = command.args(args).current_dir(folder).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
}

fn commit(region: &Region, message: &str) -> Result {
    git(region.root(), &["add", "--all"])?;
    git(region.root(), &["commit", "--quiet", "--message", message])
}

#[test]
fn revisions_are_compared_with_each_other_and_with_the_folder() -> Result {
    let Some(region) = repository()? else { return Ok(()) };
    commit(&region, "The region")?;
    CHANGES[0].1(&region)?;
    let said = region.run(["diff", "HEAD", "--as-of", AS_OF])?.expect(0)?.stdout;
    assert!(said.contains("Contracts that end within 12 months: 7 → 6"), "{said}");
    assert!(said.contains("From HEAD to content"), "{said}");
    assert!(said.contains("\n  changed: boroughs/harbour-quay.yaml") && !said.contains("added:"), "{said}");
    commit(&region, "A contract ends later")?;
    let same = region.run(["diff", "main", "--as-of", AS_OF, "--exit-code"])?.expect(0)?.stdout;
    assert!(same.contains("Nothing is different."), "{same}");
    let between = region.run(["diff", "HEAD~1", "main", "--as-of", AS_OF])?.expect(0)?.stdout;
    let tables = |said: &str| said.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(tables(&between), tables(&said));
    // From within the content folder, and from elsewhere.
    let mut inside = program();
    inside.args(["diff", "HEAD~1", "--content", ".", "--as-of", AS_OF]).current_dir(region.content());
    assert_eq!(tables(&Outcome::of(&mut inside)?.expect(0)?.stdout), tables(&said));
    let mut outside = program();
    outside
        .args(["diff", "HEAD~1", "--as-of", AS_OF, "--content"])
        .arg(region.content())
        .current_dir(here("."));
    assert_eq!(tables(&Outcome::of(&mut outside)?.expect(0)?.stdout), tables(&said));
    // Nothing is checked out, and nothing is left behind.
    let status = Command::new("git").args(["status", "--porcelain"]).current_dir(region.root()).output()?;
    assert!(status.stdout.is_empty(), "{}", String::from_utf8_lossy(&status.stdout));
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_link_in_a_revision_leads_nowhere() -> Result {
    let Some(region) = repository()? else { return Ok(()) };
    std::os::unix::fs::symlink("/etc/passwd", region.content().join("boroughs/link.yaml"))?;
    commit(&region, "A link")?;
    region.remove("boroughs/link.yaml")?;
    let told = json(&region.run(["diff", "HEAD", "--as-of", AS_OF, "--format", "json"])?.expect(0)?)?;
    let gone = list(&told, "/problems/gone");
    assert_eq!(
        ids(&told, "/problems/gone", "file"),
        BTreeSet::from(["boroughs/link.yaml".to_owned()]),
        "{gone:?}"
    );
    assert!(!told.to_string().contains("root:"), "{told}");
    Ok(())
}

/// No tool of git's makes such a folder, and each takes it over from others: what comes second would be written through the
/// link.
#[cfg(unix)]
#[test]
fn a_name_that_a_revision_has_twice_is_written_once() -> Result {
    let Some(region) = repository()? else { return Ok(()) };
    commit(&region, "The region")?;
    let script = "file=$(git rev-parse HEAD:content/site.yaml)
        link=$(printf twice.yaml | git hash-object -w --stdin)
        content=$( { git ls-tree HEAD:content; printf '120000 blob %s\\tx\\n100644 blob %s\\tx\\n' $link $file; } | git mktree)
        top=$(printf '040000 tree %s\\tcontent\\n' $content | git mktree)
        git branch twice $(git -c user.name=Nobody -c user.email=nobody@harbour.example commit-tree -m Twice $top)";
    let mut shell = Command::new("sh");
    Outcome::of(shell.args(["-ec", script]).current_dir(region.root()))?.expect(0)?;
    let refused = region.run(["diff", "twice", "--as-of", AS_OF])?.expect(3)?;
    assert!(refused.stderr.contains("git can't be read: x: "), "{}", refused.stderr);
    Ok(())
}

/// What has no place in the content, or is larger than any file of its kind, is not taken out of a revision.
#[test]
fn a_revision_with_endless_files_is_compared_without_them() -> Result {
    let Some(region) = repository()? else { return Ok(()) };
    for large in ["systems/large.yaml", "stray.bin"] {
        std::fs::File::create(region.content().join(large))?.set_len(300 << 20)?;
    }
    commit(&region, "Large files")?;
    region.remove("systems/large.yaml")?;
    region.remove("stray.bin")?;
    let disk = region.root().join("disk");
    std::fs::create_dir(&disk)?;
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -f 200000; exec \"$@\"", "sh"]).arg(program_file());
    command.args(["diff", "HEAD", "--as-of", AS_OF, "--format", "json"]).current_dir(region.root());
    let told = json(&Outcome::of(command.env("TMPDIR", &disk))?.expect(0)?)?;
    let gone = ids(&told, "/problems/gone", "file");
    assert_eq!(gone, BTreeSet::from(["stray.bin", "systems/large.yaml"].map(str::to_owned)), "{told}");
    // Nor is a revision with more files than any region has.
    let script = "file=$(git rev-parse HEAD:content/site.yaml)
        systems=$(seq 61000 | sed \"s/.*/100644 blob $file\ts&.yaml/\" | git mktree)
        content=$(printf '040000 tree %s\tsystems\n' $systems | git mktree)
        top=$(printf '040000 tree %s\tcontent\n' $content | git mktree)
        git branch crowd $(git -c user.name=Nobody -c user.email=nobody@harbour.example commit-tree -m Crowd $top)";
    Outcome::of(Command::new("sh").args(["-ec", script]).current_dir(region.root()))?.expect(0)?;
    let refused = region.run(["diff", "crowd", "--as-of", AS_OF])?.expect(3)?;
    assert!(refused.stderr.contains("git can't be read: more than 60000 files"), "{}", refused.stderr);
    // Nor one with more that is too large than any region has records: not every disk leaves out zeros.
    let script = "file=$(head -c 600000 /dev/zero | git hash-object -w --stdin)
        systems=$(seq 700 | sed \"s/.*/100644 blob $file\t&.yaml/\" | git mktree)
        content=$(printf '040000 tree %s\tsystems\n' $systems | git mktree)
        top=$(printf '040000 tree %s\tcontent\n' $content | git mktree)
        git branch zeros $(git -c user.name=Nobody -c user.email=nobody@harbour.example commit-tree -m Zeros $top)";
    Outcome::of(Command::new("sh").args(["-ec", script]).current_dir(region.root()))?.expect(0)?;
    let refused = region.run(["diff", "zeros", "--as-of", AS_OF])?.expect(3)?;
    assert!(
        refused.stderr.contains("git can't be read: more than 60000 files or 300 MB"),
        "{}",
        refused.stderr
    );
    Ok(())
}

/// A change may bring a folder that git itself takes for a repository, with settings that name a program: a commit of it lacks
/// a file, which that program is to fetch.
#[cfg(unix)]
#[test]
fn content_that_is_a_repository_itself_has_no_say() -> Result {
    let Some(region) = repository()? else { return Ok(()) };
    commit(&region, "The region")?;
    let script = "repository=$(git rev-parse --absolute-git-dir)
        cp -R \"$repository/HEAD\" \"$repository/objects\" \"$repository/refs\" content
        file=$(git rev-parse HEAD:content/site.yaml)
        rm -f \"content/objects/$(echo $file | cut -c1-2)/$(echo $file | cut -c3-)\"
        printf 'touch ../ran\n' >content/fetch
        git config --file content/config core.repositoryFormatVersion 1
        git config --file content/config core.bare true
        git config --file content/config extensions.partialClone origin
        git config --file content/config remote.origin.promisor true
        git config --file content/config remote.origin.url 'ext::sh fetch'
        git config --file content/config protocol.ext.allow always";
    let mut shell = Command::new("sh");
    Outcome::of(shell.args(["-ec", script]).current_dir(region.root()))?.expect(0)?;
    let refused = region.run(["diff", "main", "--as-of", AS_OF])?;
    assert!(!region.root().join("ran").exists(), "a program of the content ran");
    let refused = refused.expect(2)?;
    assert!(refused.stderr.contains("HEAD stands where only git has one"), "{}", refused.stderr);
    Ok(())
}

#[test]
fn what_is_no_folder_and_no_revision_is_wrong_usage() -> Result {
    let Some(region) = repository()? else { return Ok(()) };
    std::fs::write(region.root().join("elsewhere.txt"), "nothing")?;
    git(region.root(), &["add", "elsewhere.txt"])?;
    git(region.root(), &["commit", "--quiet", "--message", "Nothing yet"])?;
    for (name, said) in [
        ("nowhere", "`nowhere` is neither a folder nor a git revision"),
        ("HEAD~7", "`HEAD~7` is neither a folder nor a git revision"),
        ("HEAD", "the revision `HEAD` has no folder content/"),
        ("--output=x", "unexpected argument"),
    ] {
        let refused = region.run(["diff", name, "--as-of", AS_OF])?.expect(2)?;
        assert!(refused.stderr.contains(said), "{}", refused.stderr);
        assert!(refused.stdout.is_empty(), "{}", refused.stdout);
    }
    let hyphen = region.run(["diff", "--as-of", AS_OF, "--", "--output=x"])?.expect(2)?;
    assert!(hyphen.stderr.contains("neither a folder nor"), "{}", hyphen.stderr);
    assert!(!region.root().join("x").exists());

    // Outside of a repository, and without git.
    let region = Region::harbourside()?;
    let refused = region.run(["diff", "main", "--as-of", AS_OF])?.expect(2)?;
    assert!(refused.stderr.contains("is in no git repository"), "{}", refused.stderr);
    let mut bare = program();
    bare.args(["diff", "main"]).env("PATH", region.root()).current_dir(region.root());
    let refused = Outcome::of(&mut bare)?.expect(2)?;
    assert!(refused.stderr.contains("git is not installed"), "{}", refused.stderr);
    Ok(())
}
