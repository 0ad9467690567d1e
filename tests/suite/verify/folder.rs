//! What stands in a site's folder and has no place there.

use super::*;
#[cfg(unix)]
use crate::support::left_out;

#[test]
fn a_file_that_nothing_leads_to_is_told() -> Result {
    let site = Built::new()?;
    let style = site.asset("site.css")?;
    let old = style.replace("site.", "site.0123456789.");
    for file in [
        "old.csv",
        "data/old.json",
        "systems/plume/old.png",
        "assets/old.css",
        "assets/old.0123456789.css",
        &old,
        "compare/old/er.json",
        "api/v2/old.json",
        "contracts/old.ics",
        "systems/plume/calendar.ics",
        "api/v1/old.json",
        "favicon.png",
        "data/CNAME",
        "search/favicon.ico",
        "nothing",
    ] {
        let said = site.said_with(
            file,
            if file.ends_with(".ics") { "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" } else { "1" },
        )?;
        assert_eq!(said.lines().next(), Some(&*format!("{file}: nothing leads to it")), "{said}");
        assert_eq!(said.lines().count(), 2, "{said}");
    }
    // What was led to before.
    let page = "systems/plume/index.html";
    let said = site.said(page, "deployments.csv", "../../data/systems.csv")?;
    assert_eq!(said.lines().next(), Some("systems/plume/deployments.csv: nothing leads to it"), "{said}");
    // A page is found from pages, and neither from a page that nobody finds nor from the one for wrong addresses.
    let said = site.said("404.html", "</main>", "<a href=old.csv>a</a></main>")?;
    assert!(said.contains("`old.csv` leads to no file"), "{said}");
    let about = fs::read_to_string(site.path("about/index.html"))?;
    let lost = about.replace("city/about/", "city/lost/").replacen("<title>", "<title>Lost: ", 1);
    let lost = lost.replacen("<title>", "<meta name=robots content=noindex><title>", 1);
    fs::create_dir(site.path("lost"))?;
    fs::write(site.path("lost/index.html"), lost)?;
    let link = "<a href=./lost/>a</a></main>";
    for (page, is_found) in [("404.html", false), ("lost/index.html", false), ("index.html", true)] {
        let root = if page.contains('/') { "../" } else { "./" };
        let before = fs::read_to_string(site.path(page))?;
        fs::write(site.path(page), before.replacen("</main>", &link.replace("./", root), 1))?;
        let outcome = Outcome::of(program().arg("verify").arg(site.region.out()))?;
        let is_told = outcome.stderr.contains("lost/index.html: no page leads to it");
        assert_eq!(
            (outcome.code, is_told),
            if is_found { (Some(0), false) } else { (Some(1), true) },
            "{page}"
        );
        fs::write(site.path(page), before)?;
    }
    fs::remove_dir_all(site.path("lost"))?;
    tried(&format!("verify: {} files put into a folder or out of reach, each told", site.faults.get()));
    Ok(())
}

#[test]
fn what_others_ask_for_by_its_name_needs_nothing_that_leads_to_it() -> Result {
    let site = Built::new()?;
    for file in
        ["CNAME", "_redirects", "favicon.ico", ".well-known/security.txt", ".nojekyll", ".gitignore", ".git"]
    {
        let path = site.path(file);
        fs::create_dir_all(path.parent().ok_or("a file has a folder")?)?;
        fs::write(path, "a")?;
    }
    // From the page for wrong addresses, and out of a style sheet.
    fs::write(site.path("lost.png"), "a")?;
    fs::write(site.path("assets/dots.png"), "a")?;
    let page = site.path("404.html");
    fs::write(&page, fs::read_to_string(&page)?.replacen("</main>", "<img alt=a src=./lost.png></main>", 1))?;
    let style = site.path(&site.asset("site.css")?);
    fs::write(&style, fs::read_to_string(&style)? + "a{b:url(dots.png)}")?;
    Outcome::of(program().arg("verify").arg(site.region.out()))?.expect(0)?;
    Ok(())
}

#[test]
fn what_hosts_and_readers_ask_for_has_to_be_there() -> Result {
    let site = Built::new()?;
    for file in ["404.html", "_headers", "robots.txt", "sitemap.xml"] {
        let (path, aside) = (site.path(file), site.region.root().join("aside"));
        fs::rename(&path, &aside)?;
        let said = site.look()?;
        fs::rename(&aside, &path)?;
        assert!(said.contains(&format!("{file}: the site has none\n")), "{said}");
    }
    Ok(())
}

#[test]
fn hidden_files_are_no_part_of_a_site() -> Result {
    let site = Built::new()?;
    let hidden = "it is hidden, and no part of a site";
    for (file, told) in [
        (".htaccess", ".htaccess"),
        (".env", ".env"),
        (".DS_Store", ".DS_Store"),
        ("data/.DS_Store", "data/.DS_Store"),
        ("data/.gitignore", "data/.gitignore"),
        ("data/.citytools", "data/.citytools"),
        (".well-known/.a", ".well-known/.a"),
        // All of a folder is told in a line.
        (".secret/a.txt", ".secret"),
        (".nojekyll/a.txt", ".nojekyll"),
        ("data/.well-known/a.txt", "data/.well-known"),
    ] {
        let said = site.said_with(file, "a")?;
        assert!(said.starts_with(&format!("{told}: {hidden}\n")), "{said}");
        assert_eq!(said.lines().count(), 2, "{said}");
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn links_and_whatever_else_is_no_plain_file_is_told_and_not_read() -> Result {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    let site = Built::new()?;
    let odd = "it is a link, a pipe or a device, and no plain file";
    let page = site.path("systems/plume/index.html");
    for to in [site.path("robots.txt"), site.region.root().to_owned(), PathBuf::from("nowhere")] {
        let link = site.path("data/link.html");
        symlink(&to, &link)?;
        let said = site.look()?;
        fs::remove_file(&link)?;
        assert_eq!(said.lines().next(), Some(&*format!("data/link.html: {odd}")), "{said}");
        assert_eq!(said.lines().count(), 2, "{said}");
    }
    // One that pages lead to is missing to them: a host may not publish it.
    let csv = site.path("systems/plume/deployments.csv");
    fs::rename(&csv, site.region.root().join("aside"))?;
    symlink(site.region.root().join("aside"), &csv)?;
    let said = site.look()?;
    assert!(said.contains(&format!("systems/plume/deployments.csv: {odd}\n")), "{said}");
    assert!(
        said.contains("systems/plume/index.html: `deployments.csv` leads to no file of the site\n")
            || said.contains("deployments.csv` leads to no file of the site\n"),
        "{said}"
    );
    fs::remove_file(&csv)?;
    fs::rename(site.region.root().join("aside"), &csv)?;
    assert!(page.is_file());
    // Whoever opened a pipe would wait for ever.
    let pipe = site.path("data/pipe.html");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status()?.success());
    let said = site.look()?;
    fs::remove_file(&pipe)?;
    assert_eq!(said.lines().next(), Some(&*format!("data/pipe.html: {odd}")), "{said}");
    let odd_name = site.path("data").join(OsStr::from_bytes(b"a\xff.html"));
    if fs::write(&odd_name, "a").is_ok() {
        let said = site.look()?;
        fs::remove_file(&odd_name)?;
        assert!(said.contains("its name is no text (UTF-8)\n"), "{said}");
    } else {
        left_out("verify: names that are no text, which this disk refuses");
    }
    Ok(())
}
