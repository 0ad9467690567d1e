//! Names that something else on the site has: an address, or a place on a page. Each is refused where it is written, or is
//! nobody's trouble; no site stops without a place because of a name, and no page takes another's.
//!
//! The names are those of the built site, so that whatever it gets is tried from then on.

use std::collections::BTreeSet;
use std::fs;

use crate::support::{AS_OF, Element, Problem, Region, Result, Site, harbourside, tried};

/// What of a region has an id: the file that an entry stands in, or is, and the entry.
struct Kind {
    file: &'static str,
    entry: &'static str,
}

const KINDS: [Kind; 16] = [
    Kind { file: "pages/ID.md", entry: "---\ntitle: NAME\ndescription: Of NAME.\n---\n\nWords.\n" },
    Kind {
        file: "report/NUMBER-ID.md",
        entry: "---\ntitle: NAME\ndescription: Of NAME.\n---\n\n## A\n\nWords.\n",
    },
    Kind { file: "suppliers/ID.yaml", entry: "name: NAME\n" },
    Kind { file: "systems/ID.yaml", entry: "name: NAME\nsupplier: tern\nservices: [payroll]\n" },
    Kind {
        file: "contracts/ID.yaml",
        entry: "title: NAME\nboroughs: [st-elidor, northpoint]\nsystems: [quayledger]\nservices: [ledger]\nprovenance: declared\n",
    },
    Kind { file: "boroughs/ID.yaml", entry: "name: NAME\n" },
    Kind {
        file: "services.yaml",
        entry: "      - {id: ID, name: NAME, definition: Of NAME., tier: extended, lead_months: 6}\n",
    },
    Kind { file: "services.yaml", entry: "  - {id: ID, name: NAME, kind: corporate, services: []}\n" },
    Kind { file: "skills.yaml", entry: "  - {id: ID, name: NAME, family: data}\n" },
    Kind { file: "technologies.yaml", entry: "  - {id: ID, name: NAME, definition: Of NAME.}\n" },
    Kind {
        file: "frameworks.yaml",
        entry: "  - {id: ID, name: NAME, owner: Somebody, end: 2027-09, url: 'https://buying.example/a'}\n",
    },
    Kind { file: "glossary.yaml", entry: "  - {id: ID, term: NAME, text: Of NAME.}\n" },
    Kind { file: "boroughs/st-elidor.yaml", entry: FORMER },
    Kind { file: "systems/abacus.yaml", entry: FORMER },
    Kind { file: "suppliers/tern.yaml", entry: FORMER },
    Kind { file: "contracts/shared-shelves.yaml", entry: FORMER },
];

/// What a record was called before: one list at the beginning of its file.
const FORMER: &str = "ID, ";

impl Kind {
    fn path(&self, number: usize, name: &str) -> String {
        self.file.replace("NUMBER", &(number + 10).to_string()).replace("ID", name)
    }

    /// A region that has an entry of each name.
    fn written(&self, names: &[(usize, String)]) -> Result<Region> {
        let region = Region::harbourside()?;
        let mut added = String::new();
        for (number, name) in names {
            // Letters, so that no two names are nearly the same.
            let word: String =
                number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
            let entry = self.entry.replace("ID", name).replace("NAME", &format!("Thing {word}"));
            if self.file.contains("ID") {
                region.write(&self.path(*number, name), &entry)?;
            }
            added += &entry;
        }
        if self.entry == FORMER {
            let text = region.read(self.file)?;
            region.write(self.file, format!("former_ids: [{added}]\n{text}"))?;
        } else if !self.file.contains("ID") {
            region.append(self.file, &added)?;
        }
        Ok(region)
    }

    /// The name that a problem is about, by its place: the file, or what stands in it there.
    fn name_at(&self, region: &Region, names: &[(usize, String)], problem: &Problem) -> Result<usize> {
        let text = fs::read_to_string(region.root().join(&problem.file))?;
        let line = text.lines().nth(problem.line - 1).unwrap_or_default();
        let rest = line.get(problem.column - 1..).unwrap_or_default();
        let word = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
        let is_it = |(number, name): &(usize, String)| {
            if self.file.contains("ID") && problem.line == 1 {
                problem.file == format!("content/{}", self.path(*number, name))
            } else {
                name == word
            }
        };
        let at = names.iter().position(is_it);
        at.ok_or_else(|| format!("{}: {problem:?} stands where no taken name is written", self.file).into())
    }
}

/// Every name that the site has, folders, files and places of pages, as far as an id can be called so.
fn names(site: &Site) -> BTreeSet<String> {
    let parts = site.files.keys().flat_map(|path| path.split('/'));
    let mut names: BTreeSet<String> =
        parts.filter_map(|part| part.split('.').next()).map(str::to_owned).collect();
    // What stands in definitions of figures and rules repeats itself.
    let pages =
        site.pages.iter().filter(|(path, _)| !path.starts_with("figures/") && !path.starts_with("checks/"));
    names.extend(pages.flat_map(|(_, page)| ids(&page.html)).map(str::to_owned));
    // What a page could make of others.
    names.extend(
        ["a", "a-h", "t-a", "a-t", "letter-a", "letter-a-h", "service-a", "group-a", "2"].map(str::to_owned),
    );
    names.retain(|name| citytools::content::files::is_id(name));
    names
}

fn ids(page: &Element) -> Vec<&str> {
    page.descendants().into_iter().filter_map(|element| element.get("id")).collect()
}

/// Builds, and looks at everything but the size of pages and who leads to them: such a region is nobody's.
fn built(region: &Region) -> Result<Site> {
    region.run(["build", "--as-of", AS_OF, "--no-verify"])?.expect(0)?;
    let verified = region.run(["verify", "public"])?;
    let told = verified.stdout.lines().chain(verified.stderr.lines()).filter(|line| line.contains(".html: "));
    for fault in told {
        assert!(fault.contains(" kB, more than ") || fault.ends_with("no page leads to it"), "{fault}");
    }
    let site = Site::read(&region.out())?;
    for (path, page) in &site.pages {
        let mut taken = BTreeSet::new();
        let twice: Vec<_> = ids(&page.html).into_iter().filter(|id| !taken.insert(*id)).collect();
        assert!(twice.is_empty(), "/{path} has {twice:?} twice");
    }
    // A contract that is called after its town and title gives way to one whose file says its id, and hundreds of towns have
    // no page for each two.
    let stays = |path: &String| !path.starts_with("contracts/") && !path.starts_with("compare/");
    for (path, page) in harbourside().pages.iter().filter(|(path, _)| stays(path)) {
        let now = site.page(path)?;
        let title = |page: &crate::support::Page| page.html.all("title").first().map(|title| title.text());
        assert_eq!(title(now), title(page), "/{path} is another page");
    }
    Ok(site)
}

/// Tries every name as one of that kind, and says which are refused.
fn tried_as(kind: &Kind) -> Result<BTreeSet<String>> {
    let here = Region::harbourside()?;
    let is_own = |name: &str| kind.file.contains("ID") && here.content().join(kind.path(0, name)).exists();
    let names: Vec<_> = names(harbourside()).into_iter().filter(|name| !is_own(name)).enumerate().collect();
    // A page shows all of these, so that a region may have no more than some hundred.
    let is_listed = ["frameworks.yaml", "technologies.yaml"].contains(&kind.file);
    let mut refused = BTreeSet::new();
    for names in names.chunks(if is_listed { 400 } else { names.len() }) {
        let region = kind.written(names)?;
        let mut wrong = BTreeSet::new();
        for problem in region.check()?.problems().iter().filter(|problem| problem.severity == "error") {
            assert!(["CT007", "CT210"].contains(&problem.code.as_str()), "{}: {problem:?}", kind.file);
            let is_told = problem.line > 0 && !problem.why.is_empty() && !problem.remedy.is_empty();
            assert!(is_told, "{problem:?}");
            wrong.insert(names[kind.name_at(&region, names, problem)?].1.clone());
        }
        let right: Vec<_> = names.iter().filter(|(_, name)| !wrong.contains(name)).cloned().collect();
        built(&kind.written(&right)?)?;
        refused.extend(wrong);
    }
    let count = names.len();
    tried(&format!("taken names in {}: {count}, {} refused", kind.file, refused.len()));
    Ok(refused)
}

#[test]
fn a_page_takes_no_address() -> Result {
    let refused = tried_as(&KINDS[0])?;
    let folders =
        harbourside().files.keys().filter_map(|path| path.split_once('/')).map(|(folder, _)| folder);
    let texts = ["about", "accessibility", "contribute", "licence", "method"];
    let open: BTreeSet<_> = folders.chain(["404", "index"]).filter(|name| !refused.contains(*name)).collect();
    assert_eq!(open, BTreeSet::from(texts), "what is there already stands for itself");
    Ok(())
}

#[test]
fn a_text_or_record_takes_no_address_and_no_place() -> Result {
    KINDS[1..6].iter().try_for_each(|kind| tried_as(kind).map(drop))
}

#[test]
fn an_entry_of_a_list_takes_no_address_and_no_place() -> Result {
    KINDS[6..12].iter().try_for_each(|kind| tried_as(kind).map(drop))
}

#[test]
fn what_a_record_was_called_before_takes_no_address() -> Result {
    KINDS[12..].iter().try_for_each(|kind| tried_as(kind).map(drop))
}

/// Places on a page that come of what stands on it: groups of services, changes of system, headings, notes and figures.
#[test]
fn no_two_things_on_a_page_have_the_same_place() -> Result {
    let region = Region::harbourside()?;
    let mut services = String::new();
    let mut systems = String::new();
    let mut taken = BTreeSet::new();
    for (at, group) in ["main", "q", "a", "a-h", "no-service", "answers"].into_iter().enumerate() {
        services +=
            &format!("  - id: {group}\n    name: Group {group}\n    kind: corporate\n    services:\n");
        let ids = ["t-{}", "s-{}", "s-{}-h", "{}-s", "{}-s-h"].map(|form| form.replace("{}", group));
        for service in ids.into_iter().filter(|id| taken.insert(id.clone())) {
            services += &format!(
                "      - {{id: {service}, name: Of {service} {at}, definition: A., tier: core, lead_months: 6}}\n"
            );
            for (system, lifecycle) in [("plume", "live"), ("abacus", "retired")] {
                systems += &format!(
                    "  - {{system: {system}, services: [{service}], lifecycle: {lifecycle}, provenance: declared}}\n"
                );
            }
        }
    }
    region.append("services.yaml", &services)?;
    region.replace("boroughs/st-elidor.yaml", "\nsystems:\n", &format!("\nsystems:\n{systems}"))?;
    let mut text = "\nA[^1], once more[^1], {fig:contracts-with-end}.\n\n{fig:contracts-by-quarter table}\n\n{fig:contracts-by-quarter chart}\n\n[^1]: Note.\n".to_owned();
    let own = ["method/", "about/", "report/at-a-glance/", "report/whole/"];
    let taken: BTreeSet<String> = own
        .iter()
        .flat_map(|path| harbourside().pages.get(*path))
        .flat_map(|page| ids(&page.html))
        .map(|id| id.replace('-', ", "))
        .collect();
    for words in taken.iter().map(String::as_str).chain([
        "note 1",
        "note 1 1",
        "notes",
        "table, contracts, by, quarter, 1",
        "chart, contracts, by, quarter, 2, t",
    ]) {
        text += &format!("\n## {words}\n\nWords.\n");
    }
    let head = |title: &str| format!("---\ntitle: {title}\ndescription: Of {title}.\n---\n");
    for page in ["pages/method.md", "pages/about.md", "report/01-at-a-glance.md"] {
        region.append(page, &text)?;
    }
    for (at, slug) in ["main", "q", "toc-h", "at-a", "chapter", "chapter-at-a"].into_iter().enumerate() {
        let text =
            format!("{}{text}\n## Glance\n\nWords.\n\n## Glance what is recorded\n\nWords.\n", head(slug));
        region.write(&format!("report/{}-{slug}.md", at + 20), text)?;
    }
    let site = built(&region)?;
    assert!(site.page("migrations/")?.html.by_id("service-a-s").is_some(), "a service has changes");
    assert!(site.page("towns/st-elidor/foi/")?.html.by_id("group-main").is_some(), "a sheet has the groups");
    Ok(())
}
