//! A folder laid over the theme: each part can be replaced alone, and a mistake is told with its file, its line and what to do.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{AS_OF, Desk, Outcome, Region, Result, Site, here};

/// A template with its lines, as themes begin from it.
fn built_in(name: &str) -> Result<String> {
    Ok(fs::read_to_string(here("themes/citytools").join(name))?)
}

/// Builds with a theme of these files.
fn build(region: &Region, files: &[(&str, &[u8])]) -> Result<Outcome> {
    let theme = region.root().join("theme");
    if theme.exists() {
        fs::remove_dir_all(&theme)?;
    }
    for (name, bytes) in files {
        let path = theme.join(name);
        fs::create_dir_all(path.parent().unwrap_or_else(|| Path::new("")))?;
        fs::write(path, bytes)?;
    }
    region.run(["build", "--as-of", AS_OF, "--no-verify", "--theme", "theme"])
}

fn style(site: &Site) -> Result<String> {
    let path = site.files.keys().find(|path| path.starts_with("assets/site.") && path.ends_with(".css"));
    Ok(String::from_utf8(site.files[path.ok_or("no style sheet")?].clone())?)
}

#[test]
fn a_token_a_template_and_an_asset_can_be_replaced_alone() -> Result {
    let region = Region::harbourside()?;
    let not_found = built_in("templates/404.html")?.replace("Page not found", "Washed away");
    let icon = built_in("assets/icon.svg")?.replace("</svg>", "<circle r=\"1\"></circle></svg>");
    let files: [(&str, &[u8]); 4] = [
        ("README.md", b"Why the harbour is green."),
        ("assets/tokens.css", b":root { --deep: #0a4d2a; --accent: var(--deep); }\n"),
        ("assets/icon.svg", icon.as_bytes()),
        ("templates/404.html", not_found.as_bytes()),
    ];
    build(&region, &files)?.expect(0)?;
    let site = Site::read(&region.out())?;
    let style = style(&site)?;
    let (tokens, own) = (style.find("--accent:#0a5f73"), style.find("--accent: var(--deep)"));
    assert!(tokens.is_some() && own > tokens, "a token of the folder comes after the theme's own");
    assert!(!site.files.keys().any(|path| path.contains("tokens")), "it is no file of its own");
    assert_eq!(site.page("404.html")?.html.all("h1")[0].text(), "Washed away");
    assert!(
        site.files.iter().any(|(path, bytes)| path.starts_with("assets/icon.") && bytes == icon.as_bytes())
    );
    Ok(())
}

#[test]
fn the_whole_theme_can_be_replaced() -> Result {
    let region = Region::harbourside()?;
    crate::support::copy(&here("themes/citytools"), &region.root().join("theme"))?;
    let usual = region.site()?;
    region.run(["build", "--as-of", AS_OF, "--theme", "theme"])?.expect(0)?;
    let same = Site::read(&region.out())?;
    for (path, page) in &usual.pages {
        assert!(same.pages[path].text == page.text, "/{path} is another page from the same theme");
    }
    Ok(())
}

#[test]
fn a_broken_theme_is_told_with_file_line_and_remedy() -> Result {
    let region = Region::harbourside()?;
    let page = built_in("templates/404.html")?;
    let with = |from: &str, to: &str| page.replacen(from, to, 1).into_bytes();
    let cases: [(&str, &str, Vec<u8>); 20] = [
        ("a block that is never closed", "templates/404.html", format!("{page}{{% if v %}}\n").into_bytes()),
        ("a tag that is never closed", "templates/404.html", b"<p>\n{{ site.title\n".to_vec()),
        ("a variable that is not there", "templates/404.html", with("{{ root }}", "{{ rooot }}")),
        (
            "a part of the view that is not there",
            "templates/404.html",
            with("<h1>", "{{ v.nothing.deep }}<h1>"),
        ),
        ("a component that is not there", "templates/404.html", with("<h1>", "{{<none x={1} />}}<h1>")),
        ("a filter that is not there", "templates/404.html", with("<h1>", "{{ site.one | none }}<h1>")),
        ("a parent that is not there", "templates/404.html", with("base.html", "bass.html")),
        (
            "double quotes within an attribute",
            "templates/404.html",
            with("<h1>", "<h1 class=\"{% if site.one == \"x\" %}small{% endif %}\">"),
        ),
        ("no text", "templates/404.html", b"<p>\n\xff\xfe</p>".to_vec()),
        ("a misspelt template", "templates/boroug.html", b"x".to_vec()),
        ("a misplaced file", "site.css", b"x".to_vec()),
        ("a file of no theme", "theme.yaml", b"name: [".to_vec()),
        ("a misspelt token", "assets/tokens.css", b":root {\n  --acent: #123;\n}\n".to_vec()),
        ("a bracket that is open", "assets/tokens.css", b"/* ours */\n:root {\n  --accent: #123;\n".to_vec()),
        (
            "a style sheet of others",
            "assets/tokens.css",
            b"/* ours */\n@import \"https://fonts.example/a.css\";\n".to_vec(),
        ),
        (
            "a picture of others",
            "assets/tokens.css",
            b":root { --accent: #123; }\n.site-head {\n  background: url(\n'//pictures.example/a.png');\n}\n"
                .to_vec(),
        ),
        (
            "a font in another style sheet",
            "assets/more.css",
            b"@font-face {\n  src: URL(fonts/a.woff2);\n}\n".to_vec(),
        ),
        (
            "a picture of others, with an escape",
            "assets/tokens.css",
            b":root {\n  --accent: #123;\n}\n.site-head { background: u\\72l(https://pictures.example/a.png) }\n".to_vec(),
        ),
        (
            "a picture of others, behind a text that looks like a remark",
            "assets/more.css",
            b".a { content: \"/*\" }\n.b { background: url(//pictures.example/a.png) }\n.c { content: \"*/\" }\n".to_vec(),
        ),
        ("a script that is not there", "assets/site.js", b"// ours\nimport './gone.js';\n".to_vec()),
    ];
    let mut told = String::new();
    for (what, file, bytes) in cases {
        let said = build(&region, &[(file, &bytes)])?.expect(1)?.stderr;
        let checked = region.run(["check", "--as-of", AS_OF, "--theme", "theme"])?.expect(1)?;
        assert_eq!(checked.stderr, said, "{what}: `check` says what `build` says");
        assert!(said.contains(&format!("theme/{file}")), "{what}: {said}");
        assert!(said.contains("\nremedy: "), "{what}: {said}");
        told += &format!("{what}\n\n{said}\n");
    }
    assert!(!region.out().exists(), "nothing was published");
    insta::assert_snapshot!(told);
    // A folder that nobody can read is no theme to mend.
    for command in ["build", "check"] {
        let said = region.run([command, "--as-of", AS_OF, "--theme", "nowhere"])?.expect(3)?.stderr;
        assert!(said.contains("nowhere can't be read"), "{said}");
    }
    Ok(())
}

/// A link that leads nowhere and a file in a folder's place, at each step of the way.
fn nothing_is_written_where_a_folder_cannot_be(desk: &Desk) -> Result {
    let before = desk.names()?.len();
    fs::write(desk.path().join("note"), "mine")?;
    fs::create_dir(desk.path().join("half"))?;
    fs::write(desk.path().join("half/templates"), "mine")?;
    let mut cases = vec![
        ("note", "note is no folder"),
        ("note/theme", "note is no folder"),
        ("half", "half/templates is no folder"),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", desk.path().join("link"))?;
        cases.extend([
            ("link", "link is a link that leads to no folder"),
            ("link/theme", "link is a link that leads to no folder"),
        ]);
    }
    for (folder, why) in cases {
        let refused = desk.run(&["theme", "export", folder])?.expect(1)?;
        assert!(refused.stderr.contains(why), "{folder}: {}", refused.stderr);
        assert!(refused.stderr.contains("nothing was written"), "{folder}: {}", refused.stderr);
    }
    assert_eq!(crate::support::tree(&desk.path().join("half"))?.len(), 1, "nothing beside the file");
    assert_eq!(desk.names()?.len(), before + if cfg!(unix) { 3 } else { 2 });
    Ok(())
}

#[test]
fn files_of_the_theme_are_named_and_written_to_be_changed() -> Result {
    let desk = Desk::new()?;
    let listed = desk.run(&["theme", "list"])?.expect(0)?.stdout;
    let names: BTreeSet<&str> = listed.lines().collect();
    let own = crate::support::tree(&here("themes/citytools"))?;
    assert_eq!(names, own.keys().map(String::as_str).collect::<BTreeSet<&str>>());

    let file = desk.path().join("mine/templates/404.html");
    let wrote = desk.run(&["theme", "export", "mine", "templates/404.html"])?.expect(0)?;
    assert!(
        wrote.stdout.contains("Wrote 1 file") && wrote.stdout.contains("--theme mine"),
        "{}",
        wrote.stdout
    );
    assert_eq!(fs::read_to_string(&file)?, built_in("templates/404.html")?);
    // Never over what is there, and then nothing at all.
    fs::write(&file, "mine")?;
    for more in [&["templates/base.html", "templates/404.html"][..], &[]] {
        let refused = desk.run(&[&["theme", "export", "mine"], more].concat())?.expect(1)?;
        assert!(refused.stderr.contains("mine/templates/404.html is there already"), "{}", refused.stderr);
        assert_eq!(fs::read_to_string(&file)?, "mine");
        assert_eq!(crate::support::tree(&desk.path().join("mine"))?.len(), 1);
    }
    for wanted in ["404.html", "templates/405.html"] {
        let refused = desk.run(&["theme", "export", "mine", wanted])?.expect(1)?;
        assert!(refused.stderr.contains("did you mean `templates/404.html`?"), "{}", refused.stderr);
    }
    nothing_is_written_where_a_folder_cannot_be(&desk)?;
    desk.run(&["theme", "export", "whole"])?.expect(0)?;
    assert!(crate::support::tree(&desk.path().join("whole"))? == own, "the whole theme");
    Ok(())
}

#[test]
fn a_check_tries_a_theme_and_publishes_nothing() -> Result {
    let region = Region::harbourside()?;
    region.run(["theme", "export", "theme", "templates/404.html"])?.expect(0)?;
    let check = || region.run(["check", "--as-of", AS_OF, "--theme", "theme"]);
    let said = check()?.expect(0)?.stdout;
    assert!(said.contains("Checked theme: ") && said.contains("pages can be made with it"), "{said}");
    let page = region.root().join("theme/templates/404.html");
    let template = fs::read_to_string(&page)?;
    for (from, to, told) in [
        ("{{ root }}", "{{ rooot }}", "theme/templates/404.html:"),
        ("<h1>", "<h2>", "404.html: "),
        ("{{ root }}contribute/", "nowhere/", "404.html: "),
    ] {
        fs::write(&page, template.replace(from, to))?;
        let said = check()?.expect(1)?;
        assert!(said.stderr.contains(told), "{to}: {}", said.stderr);
    }
    assert!(!region.out().exists());
    Ok(())
}
