//! `citytools verify`: what is wrong with a built site is told, each fault with its file.

mod files;
mod folder;
mod pages;

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;

use resvg::usvg::roxmltree::Document;

use crate::support::{AS_OF, Outcome, Region, Result, Site, here, program, tree, tried};

/// The vocabulary of site maps.
const MAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

const NO_POLICY: &str = "it does not begin with the policy of this program's pages (Content-Security-Policy)";

const EMBEDS: &str = "the page embeds something";

/// A built site, into which faults are put one at a time.
struct Built {
    region: Region,
    /// How many were put in.
    faults: Cell<usize>,
}

impl Built {
    fn new() -> Result<Self> {
        let region = Region::harbourside()?;
        region.run(["build", "--as-of", AS_OF, "--base-url", "https://h.example/city/"])?.expect(0)?;
        Ok(Self { region, faults: Cell::new(0) })
    }

    /// What is said while a text is replaced, wherever it stands in a file.
    fn said(&self, file: &str, from: &str, to: &str) -> Result<String> {
        let text = fs::read_to_string(self.path(file))?;
        assert!(text.contains(from), "{file} has {from}");
        self.said_with(file, &text.replacen(from, to, 1))
    }

    /// What is said while a file has other bytes, or is there at all.
    fn said_with(&self, file: &str, bytes: impl AsRef<[u8]>) -> Result<String> {
        let path = self.path(file);
        let before = fs::read(&path).ok();
        let folder = path.parent().ok_or("a file has a folder")?;
        let is_new = !folder.exists();
        fs::create_dir_all(folder)?;
        fs::write(&path, bytes)?;
        let said = self.look();
        match before {
            Some(before) => fs::write(&path, before)?,
            None if is_new => fs::remove_dir_all(folder)?,
            None => fs::remove_file(&path)?,
        }
        said
    }

    /// All that is wrong with the site as it is; it has to be something.
    fn look(&self) -> Result<String> {
        self.faults.set(self.faults.get() + 1);
        let outcome = Outcome::of(program().arg("verify").arg(self.region.out()))?.expect(1)?;
        let prefix = format!("error: {}/", self.region.out().display());
        Ok(outcome.stderr.replace(&prefix, ""))
    }

    /// A page with one fault after another in it, each of which is told, and nothing else.
    fn tells(&self, page: &str, faults: &[(&str, &str)]) -> Result {
        let more: String = faults.iter().map(|(html, _)| *html).collect();
        let said = self.said(page, "</main>", &format!("{more}</main>"))?;
        for (html, due) in faults {
            assert!(said.contains(&format!("{page}: {due}\n")), "{html}: {due}\n{said}");
        }
        // What embeds something is told of it besides.
        let is_asked =
            |line: &&str| !line.contains(EMBEDS) || faults.iter().any(|(_, due)| due.contains(EMBEDS));
        assert_eq!(said.lines().filter(is_asked).count(), faults.len() + 1, "{said}");
        self.faults.set(self.faults.get() + faults.len() - 1);
        Ok(())
    }

    fn path(&self, file: &str) -> PathBuf {
        self.region.out().join(file)
    }

    /// A file of the theme, by the name that it has there.
    fn asset(&self, name: &str) -> Result<String> {
        let (stem, ending) = name.rsplit_once('.').ok_or("a name has an ending")?;
        let names =
            fs::read_dir(self.path("assets"))?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut own = names.filter(|own| {
            let middle = own.strip_prefix(stem).and_then(|rest| rest.strip_suffix(ending));
            middle.is_some_and(|middle| middle.len() == 12)
        });
        Ok(format!("assets/{}", own.next().ok_or("the theme has it")?))
    }
}

#[test]
fn a_whole_site_has_nothing_wrong() -> Result {
    let region = Region::harbourside()?;
    region.build()?.expect(0)?;
    let outcome = Outcome::of(program().arg("verify").arg(region.out()))?.expect(0)?;
    assert!(outcome.stdout.ends_with("addresses: nothing is wrong.\n"), "{}", outcome.stdout);
    let outcome = Outcome::of(program().arg("verify").arg(region.root()))?.expect(1)?;
    assert!(outcome.stderr.contains("is no built site"), "{}", outcome.stderr);
    Ok(())
}

#[test]
fn each_fault_is_told_with_its_file() -> Result {
    let (site, page) = (Built::new()?, "systems/plume/index.html");
    for (from, to, due) in [
        ("</main>", "<a href=\"../nowhere/\">x</a></main>", "`../nowhere/` leads to no file of the site"),
        ("</main>", "<a href=\"../../../out/\">x</a></main>", "`../../../out/` leads out of the site"),
        (
            "</main>",
            "<a href=\"../../#nothing\">x</a></main>",
            "`../../#nothing` leads to an id that its page does not have",
        ),
        ("</main>", "<i id=\"main\"></i></main>", "the id `main` stands twice"),
        (
            "</main>",
            "<a href=\"/city/nowhere/\">x</a></main>",
            "`/city/nowhere/` leads to no file of the site",
        ),
        ("</main>", "<a href=\"/towns/\">x</a></main>", "`/towns/` leads out of the site"),
        (
            "</main>",
            "<a href=\"https://h.example/city/nowhere/\">x</a></main>",
            "`https://h.example/city/nowhere/` leads to no file of the site",
        ),
        (
            "<title>",
            "<meta http-equiv=refresh content=\"0; url=../nowhere/\"><title>",
            "`../nowhere/` leads to no file of the site",
        ),
        ("</main>", "<img src=\"../../index.html\"></main>", "a picture has no words in its place (alt)"),
        ("</main>", "<h1>Again</h1></main>", "it has 2 main headings (h1), not one"),
        ("</main>", "<h6>Deep</h6></main>", "a heading of level 6 follows one of level 3"),
        ("<title>", "<i>", "it has no title"),
        ("name=description", "name=descriptor", "it has no description"),
        ("lang=", "data-lang=", "it does not say its language"),
        ("rel=canonical", "rel=author", "it does not give its address (canonical)"),
        ("default-src 'none'; script-src 'self'", "default-src 'none'; script-src *", NO_POLICY),
        ("http-equiv=Content-Security-Policy", "name=Content-Security-Policy", NO_POLICY),
        // A policy is for what stands behind it.
        ("<meta charset=utf-8>", "<script src=../../robots.txt></script>", NO_POLICY),
        ("</main>", "<script>alert(1)</script></main>", "a script stands within the page"),
        ("</main>", "<script type=module>1</script></main>", "a script stands within the page"),
        ("</main>", "<svg><style>*{}</style></svg></main>", "a style stands within the page"),
        (
            "</main>",
            "<svg><a><animate attributeName=href values=x></a></svg></main>",
            "a drawing changes an element when it likes (`animate`)",
        ),
        ("<title>", "<meta http-equiv=Set-Cookie content=a=b><title>", "the page sets a cookie"),
        ("</main>", "<i style=\"color:red\"></i></main>", "an element has a style of its own"),
        ("</main>", "<i onCLICK=\"alert(1)\"></i></main>", "an element runs a script (`onclick`)"),
    ] {
        let said = site.said(page, from, to).map_err(|error| format!("{due}: {error}"))?;
        assert!(said.contains(&format!("{page}: {due}\n")), "{due}\n{said}");
    }
    for address in ["javascript:alert(1)", "JavaScript:1", " &#1;java&#10;script&Tab;:1"] {
        for attribute in ["href", "src", "action", "formaction", "xlink:href", "data"] {
            let said = site.said(page, "</main>", &format!("<i {attribute}=\"{address}\"></i></main>"))?;
            assert!(said.contains(&format!("{page}: an address is a script\n")), "{attribute}\n{said}");
        }
    }
    let said =
        site.said(page, "<title>", "<meta http-equiv=refresh content=\"0; url=javascript:1\"><title>")?;
    assert!(said.contains(&format!("{page}: an address is a script\n")), "{said}");
    for attribute in ["href", "src", "poster", "action", "formaction", "xlink:href", "data"] {
        let said = site.said(page, "</main>", &format!("<i {attribute}=\"../nowhere/\"></i></main>"))?;
        assert!(said.contains("`../nowhere/` leads to no file of the site\n"), "{attribute}\n{said}");
    }
    for attribute in [
        "aria-labelledby",
        "aria-describedby",
        "aria-controls",
        "aria-owns",
        "aria-details",
        "for",
        "headers",
        "list",
        "popovertarget",
    ] {
        let said = site.said(page, "</main>", &format!("<i {attribute}=\"main ghost\"></i></main>"))?;
        let due = format!("{page}: `{attribute}` names the id `ghost`, which is not there\n");
        assert!(said.contains(&due), "{due}\n{said}");
    }
    for (tag, address) in [
        ("<script src={}></script>", "https://other.example/a.js"),
        ("<link rel=stylesheet href={}>", "//other.example/a.css"),
        ("<img alt=a src={}>", "data:image/png;base64,AA=="),
        ("<iframe src={}></iframe>", "https://other.example/"),
        ("<form action={}></form>", "https://other.example/"),
        ("<base href={}>", "https://other.example/"),
    ] {
        let said = site.said(page, "</main>", &(tag.replace("{}", address) + "</main>"))?;
        assert!(said.contains(&format!("{page}: it loads `{address}` from another site\n")), "{said}");
    }
    let heavy = format!("<p>{}</p></main>", "long ".repeat(100_001));
    assert!(site.said(page, "</main>", &heavy)?.contains(" kB, more than 500\n"));
    tried(&format!("verify: {} faults put into a page, each told", site.faults.get()));
    Ok(())
}

#[test]
fn what_concerns_several_pages_is_told_too() -> Result {
    let site = Built::new()?;
    let told = site.said("sitemap.xml", "systems/plume/", "systems/blume/")?;
    assert!(told.contains("sitemap.xml: /systems/plume/ is not in it\n"), "{told}");
    assert!(told.contains("sitemap.xml: /systems/blume/ is in it, and is no page to be found\n"), "{told}");
    // In a remark it is read by nobody.
    let map = fs::read_to_string(site.path("sitemap.xml"))?;
    let plume = map.split("<url>").find(|url| url.contains("/systems/plume/")).ok_or("plume")?;
    let remark = format!("<!--{}--></url>", plume.replacen("</url>", "", 1).trim_end());
    let told = site.said("sitemap.xml", plume, &remark)?;
    assert!(told.contains("sitemap.xml: /systems/plume/ is not in it\n"), "{told}");
    let region = site.region;
    let page = fs::read_to_string(region.out().join("systems/plume/index.html"))?;
    let copy = region.out().join("systems/copy");
    fs::create_dir(&copy)?;
    fs::write(copy.join("index.html"), &page)?;
    let told = Outcome::of(program().arg("verify").arg(region.out()))?.expect(1)?.stderr;
    for due in [
        "copy/index.html: no page leads to it",
        "its title is that of systems/copy/index.html",
        "as its address, not ",
    ] {
        assert!(told.contains(due), "{due}\n{told}");
    }
    Ok(())
}

/// Data, words and names that only look like scripts.
#[test]
fn what_runs_nowhere_is_no_fault() -> Result {
    let site = Built::new()?.region;
    let path = site.out().join("systems/plume/index.html");
    let more = "<script type=application/ld+json>{\"a\":\"alert(1)\"}</script><p title=\"javascript:1\" data-style=a>javascript:1 onclick=1 &lt;style></p><a href=\"https://h.example/?q=javascript:1\">a</a></main>";
    fs::write(&path, fs::read_to_string(&path)?.replacen("</main>", more, 1))?;
    Outcome::of(program().arg("verify").arg(site.out()))?.expect(0)?;
    Ok(())
}

/// Any sign that an address may have: it is escaped in its own way in each kind of file.
#[test]
fn a_site_stands_at_any_address() -> Result {
    let base = "https://h.example/a&b'c;d,e/";
    let region = Region::harbourside()?;
    region.run(["build", "--as-of", AS_OF, "--base-url", base])?.expect(0)?;
    let site = Site::read(&region.out())?;
    let text = |path: &str| -> Result<&str> { Ok(std::str::from_utf8(&site.files[path])?) };
    let map = Document::parse(text("sitemap.xml")?)?;
    let listed: Vec<&str> =
        map.descendants().filter(|one| one.has_tag_name((MAP, "loc"))).filter_map(|one| one.text()).collect();
    assert!(listed.len() > 100 && listed.iter().all(|address| address.starts_with(base)), "{listed:?}");
    assert!(text("robots.txt")?.ends_with(&format!("\nAllow: /\n\nSitemap: {base}sitemap.xml\n")));
    assert!(
        text("contracts/calendar.ics")?.replace("\r\n ", "").contains(&format!("\r\nURL:{base}contracts/"))
    );
    let feed = Document::parse(text("contracts/feed.xml")?)?;
    assert!(
        feed.descendants()
            .any(|one| one.text().is_some_and(|text| text == format!("{base}contracts/feed.xml")))
    );
    let drawing = Document::parse(text("figures/systems-recorded/systems-recorded.svg")?)?;
    assert!(
        drawing
            .descendants()
            .any(|one| one.text().is_some_and(|text| text == format!("{base}figures/systems-recorded/")))
    );
    Ok(())
}

#[test]
fn a_faulty_site_is_not_published() -> Result {
    let region = Region::harbourside()?;
    region.build()?.expect(0)?;
    let before = tree(&region.out())?;
    let templates = region.root().join("theme/templates");
    fs::create_dir_all(&templates)?;
    let page = fs::read_to_string(here("themes/citytools/templates/glossary.html"))?;
    let faulty = page.replacen("<h1>Glossary</h1>", "<h1>Glossary</h1><a href=\"nowhere/\">Nowhere</a>", 1);
    assert_ne!(faulty, page);
    fs::write(templates.join("glossary.html"), faulty)?;
    let with_theme = ["build", "--as-of", AS_OF, "--theme", "theme"];
    let outcome = region.run(with_theme)?.expect(1)?;
    let due = "glossary/index.html: `nowhere/` leads to no file of the site";
    assert!(outcome.stderr.contains(due), "{}", outcome.stderr);
    assert!(tree(&region.out())? == before, "the old site stands");
    region.run(with_theme.into_iter().chain(["--no-verify"]))?.expect(0)?;
    assert!(tree(&region.out())? != before);
    Ok(())
}
