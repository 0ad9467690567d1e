//! A build over an old site makes only the pages of which something has changed, and its site is the one that a build into
//! an empty folder makes.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use citytools::content;

use crate::support::{AS_OF, Chance, Outcome, Region, Result, tree, tried};

type Files = BTreeMap<String, Vec<u8>>;

/// How many pages a build made, and how many it took over.
#[derive(Debug, PartialEq, Eq)]
struct Pages {
    made: u64,
    taken_over: u64,
}

fn build(region: &Region, more: &[&str]) -> Result<Pages> {
    let args = ["build", "--timings=json", "--as-of", AS_OF].into_iter().chain(more.iter().copied());
    pages(&region.run(args)?.expect(0)?)
}

fn pages(outcome: &Outcome) -> Result<Pages> {
    Ok(Pages {
        made: count(outcome, "render", "pages")?,
        taken_over: count(outcome, "render", "taken over")?,
    })
}

/// What a room of the program says how many there were.
fn count(outcome: &Outcome, room: &str, what: &str) -> Result<u64> {
    let line = outcome.stderr.lines().find(|line| line.starts_with('{')).ok_or("no timings")?;
    let timings: serde_json::Value = serde_json::from_str(line)?;
    let rooms = timings["rooms"].as_array().ok_or("no rooms")?;
    let room = rooms.iter().find(|found| found["name"] == room).ok_or("no room of that name")?;
    let counts = room["counts"].as_array().ok_or("no counts")?;
    let found = counts.iter().find(|count| count["what"] == what);
    Ok(found.and_then(|count| count["count"].as_u64()).ok_or("no count")?)
}

/// The site that a build into an empty folder makes.
fn clean(region: &Region, more: &[&str]) -> Result<Files> {
    let out = region.root().join("clean");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let args = ["build", "--as-of", AS_OF, "--out", "clean"].into_iter().chain(more.iter().copied());
    region.run(args)?.expect(0)?;
    tree(&out)
}

/// Both sites are the same byte for byte, manifests included.
fn assert_clean(region: &Region, more: &[&str], when: &str) -> Result {
    let (site, clean) = (tree(&region.out())?, clean(region, more)?);
    let differs = |path: &&String| site.get(*path).map(Vec::as_slice) != clean.get(*path).map(Vec::as_slice);
    let other: Vec<_> = site.keys().chain(clean.keys()).filter(differs).collect();
    assert!(other.is_empty(), "{when}: other than a clean build makes them: {other:?}");
    Ok(())
}

/// An edit as somebody might make it: another year, another word, a line less, a line twice, a file less.
fn edited(text: &str, chance: &mut Chance) -> Option<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let place = chance.below(lines.len());
    match chance.below(6) {
        0 | 1 => {
            let dated: Vec<usize> = (0..lines.len()).filter(|line| lines[*line].contains("202")).collect();
            let line = &mut lines[*chance.of(&dated)?];
            *line = line.replacen("202", chance.of(&["201", "203", "2029-0", "202"])?, 1);
        }
        2 | 3 => {
            let words: Vec<usize> = (0..lines.len()).filter(|line| lines[*line].contains(": ")).collect();
            let line = &mut lines[*chance.of(&words)?];
            line.push_str(chance.of(&[" and more", " <b>&", "0", " – one"])?);
        }
        4 => drop(lines.remove(place)),
        _ => lines.insert(place, lines.get(place)?.clone()),
    }
    Some(lines.join("\n") + "\n")
}

/// Edits a file of the region by chance; `None` where the edit did not change it. Gives what takes the edit back.
fn edit(region: &Region, chance: &mut Chance) -> Result<Option<(String, String)>> {
    let files: Vec<String> = tree(&region.content())?.into_keys().collect();
    let file = chance.of(&files).ok_or("there are files")?.clone();
    let before = region.read(&file)?;
    if chance.below(12) == 0 {
        region.remove(&file)?;
        return Ok(Some((file, before)));
    }
    let Some(after) = edited(&before, chance).filter(|after| *after != before) else { return Ok(None) };
    region.write(&file, after)?;
    Ok(Some((file, before)))
}

/// How many edits are tried; `CITYTOOLS_EDITS=2000` for a long run.
fn edits() -> usize {
    std::env::var("CITYTOOLS_EDITS").ok().and_then(|count| count.parse().ok()).unwrap_or(60)
}

#[test]
fn after_any_edits_the_site_is_the_one_of_a_clean_build() -> Result {
    let region = Region::harbourside()?;
    build(&region, &[])?;
    let mut chance = Chance::seeded(20_261_127);
    let (mut done, mut taken_over) = (0, 0);
    for number in 0..edits() {
        let Some((file, before)) = edit(&region, &mut chance)? else { continue };
        let outcome = region.run(["build", "--timings=json", "--as-of", AS_OF])?;
        if outcome.code == Some(0) {
            done += 1;
            taken_over += pages(&outcome)?.taken_over;
            assert_clean(&region, &[], &format!("after edit {number}, of {file}"))?;
        } else {
            region.write(&file, before)?;
        }
    }
    tried(&format!("edits: {done} of {} were built; {taken_over} pages were taken over", edits()));
    assert!(done * 5 > edits(), "too few edits made a site: {done}");
    assert!(taken_over > done as u64 * 20, "hardly a page was taken over: {taken_over}");
    Ok(())
}

#[test]
fn an_edit_makes_only_the_pages_that_show_it() -> Result {
    let region = Region::harbourside()?;
    let first = build(&region, &[])?;
    assert_eq!(first.taken_over, 0);
    let again = build(&region, &[])?;
    // Texts with live figures are always made.
    let texts = tree(&region.content())?.keys().filter(|file| file.ends_with(".md")).count() as u64;
    assert!(again.made <= texts + 2, "{again:?} with {texts} texts");
    let old = tree(&region.out())?;
    region.replace("suppliers/gull.yaml", "name: Gull", "name: Grey Gull")?;
    let edited = build(&region, &[])?;
    let new = tree(&region.out())?;
    let changed =
        new.iter().filter(|(path, bytes)| path.ends_with(".html") && old.get(*path) != Some(*bytes));
    let changed = changed.count() as u64;
    assert!(changed > 3, "the name stands on more pages than {changed}");
    // Some pages are made with more than they show, such as the names of a letter's neighbours.
    assert!(edited.made <= changed * 3 / 2 + again.made, "{edited:?}, although {changed} pages have changed");
    assert_clean(&region, &[], "after a new name")
}

#[test]
fn only_what_has_changed_is_looked_at_where_that_is_enough() -> Result {
    let region = Region::harbourside()?;
    let looked_at = || -> Result<u64> {
        count(&region.run(["build", "--timings=json", "--as-of", AS_OF])?.expect(0)?, "verify", "pages")
    };
    let all = looked_at()?;
    region.replace("boroughs/northpoint.yaml", "https://north.example/\n", "https://north.example/new\n")?;
    let few = looked_at()?;
    assert!(0 < few && few * 10 < all, "{few} of {all} pages");
    // An edit that is taken back makes the same pages other ones again.
    region.replace("boroughs/northpoint.yaml", "https://north.example/new\n", "https://north.example/\n")?;
    assert_eq!(looked_at()?, few);
    // Files that scripts load have other names then, which only pages lead to that are other ones, too.
    region.replace("boroughs/northpoint.yaml", "end: 2027-01-31\n", "end: 2027-01-30\n")?;
    let few = looked_at()?;
    assert!(0 < few && few * 4 < all, "{few} of {all} pages");
    // What somebody wrote over is no page that was looked at.
    let page = region.out().join("towns/northpoint/index.html");
    fs::write(&page, fs::read_to_string(&page)? + "\n")?;
    region.replace("boroughs/northpoint.yaml", "https://north.example/\n", "https://north.example/more\n")?;
    assert_eq!(looked_at()?, all);
    // Another name is another title, and a page that comes or goes another line of the site map.
    region.replace("suppliers/gull.yaml", "name: Gull", "name: Grey Gull")?;
    let few = looked_at()?;
    assert!(0 < few && few * 4 < all, "{few} of {all} pages");
    region.write("suppliers/heron.yaml", "name: Heron\n")?;
    let few = looked_at()?;
    assert!(0 < few && few * 4 < all, "{few} of {all} pages");
    region.remove("suppliers/heron.yaml")?;
    let few = looked_at()?;
    assert!(0 < few && few * 4 < all, "{few} of {all} pages");
    // Nothing is known of a site that nobody looked at.
    region.run(["build", "--no-verify", "--as-of", AS_OF])?.expect(0)?;
    assert_eq!(looked_at()?, all);
    Ok(())
}

#[test]
fn another_theme_day_or_address_makes_every_page() -> Result {
    let region = Region::harbourside()?;
    let all = build(&region, &[])?.made;
    let theme = region.root().join("theme");
    fs::create_dir_all(theme.join("assets"))?;
    fs::write(theme.join("assets/more.txt"), "more")?;
    for more in
        [["--theme", "theme"].as_slice(), &["--theme", "theme", "--base-url", "https://elsewhere.example/"]]
    {
        assert_eq!(build(&region, more)?, Pages { made: all, taken_over: 0 }, "{more:?}");
        assert_clean(&region, more, "with other options")?;
    }
    let taken_over = pages(&region.run(["build", "--timings=json", "--as-of", "2026-11-24"])?.expect(0)?)?;
    assert_eq!(taken_over.taken_over, 0, "every page says the day");
    Ok(())
}

/// Writes a file as a build writes its manifest.
fn write_read_only(file: &Path, bytes: &[u8]) -> Result {
    fs::remove_file(file)?;
    fs::write(file, bytes)?;
    let mut permissions = fs::metadata(file)?.permissions();
    permissions.set_readonly(true);
    Ok(fs::set_permissions(file, permissions)?)
}

/// As a change of somebody else could bring it: a page of their own, and later a manifest that says it is ours.
#[test]
fn a_manifest_that_came_with_a_change_is_not_believed() -> Result {
    let region = Region::harbourside()?;
    let all = build(&region, &[])?.made;
    let (page, manifest) = (region.out().join("skills/index.html"), region.out().join(".citytools"));
    let (length, said) = (fs::read(&page)?.len(), fs::read(&manifest)?);
    let long_ago = fs::metadata(&page)?.modified()? - std::time::Duration::from_secs(60);
    fs::remove_file(&page)?;
    fs::write(&page, format!("{:<length$}", "<script>alert(1)</script>"))?;
    fs::File::options().write(true).open(&page)?.set_modified(long_ago)?;
    fs::remove_file(&manifest)?;
    fs::write(&manifest, &said)?;
    assert_eq!(build(&region, &[])?, Pages { made: all, taken_over: 0 });
    assert_clean(&region, &[], "with another's manifest")
}

#[test]
fn a_damaged_manifest_makes_every_page() -> Result {
    let region = Region::harbourside()?;
    let all = build(&region, &[])?.made;
    let manifest = region.out().join(".citytools");
    let whole = fs::read(&manifest)?;
    let half = whole.len() / 2;
    let one_less: Vec<u8> = [&whole[..half], &whole[half + 1..]].concat();
    for damaged in [Vec::new(), b"anything\n".to_vec(), whole[..half].to_vec(), one_less, vec![0xff; 40]] {
        write_read_only(&manifest, &damaged)?;
        assert_eq!(build(&region, &[])?, Pages { made: all, taken_over: 0 });
        assert_eq!(fs::read(&manifest)?, whole);
    }
    assert!(build(&region, &[])?.taken_over > 0);
    Ok(())
}

/// The site before the one that stands, of which the next build makes the next one.
fn before(region: &Region) -> PathBuf {
    region.root().join(".citytools-before-public")
}

#[test]
fn the_site_before_becomes_the_next_and_nothing_of_it_stays() -> Result {
    let region = Region::harbourside()?;
    build(&region, &[])?;
    assert!(!before(&region).exists(), "nothing was replaced");
    build(&region, &[])?;
    // As somebody could leave it: a stray file and folder, a folder for a file, a file for a folder, a page of their own.
    let spare = before(&region);
    fs::create_dir_all(spare.join("stray/deeper"))?;
    fs::write(spare.join("stray/deeper/a.html"), "stray")?;
    fs::write(spare.join(".hidden"), "stray")?;
    fs::remove_file(spare.join("robots.txt"))?;
    fs::create_dir_all(spare.join("robots.txt/in"))?;
    fs::remove_dir_all(spare.join("skills"))?;
    fs::write(spare.join("skills"), "stray")?;
    fs::remove_file(spare.join("index.html"))?;
    fs::write(spare.join("index.html"), "another's")?;
    let inode = fs::metadata(&spare)?.ino();
    build(&region, &[])?;
    assert_eq!(fs::metadata(region.out())?.ino(), inode, "it was not made use of");
    assert_clean(&region, &[], "made of a spare with strays")
}

#[test]
fn nothing_is_written_through_the_site_before_into_the_one_that_stands() -> Result {
    let region = Region::harbourside()?;
    build(&region, &[])?;
    build(&region, &[])?;
    let standing = tree(&region.out())?;
    // All of its files are those of the site that stands, too, and this build fails when most are put.
    region.replace("suppliers/gull.yaml", "name: Gull", "name: Grey Gull")?;
    fs::create_dir_all(region.root().join("theme/templates"))?;
    fs::write(region.root().join("theme/templates/todo.html"), "{{ v.no_such_thing }}")?;
    region.run(["build", "--as-of", AS_OF, "--theme", "theme"])?.expect(1)?;
    assert_eq!(tree(&region.out())?, standing);
    Ok(())
}

#[test]
fn a_link_in_or_for_the_site_before_makes_a_folder_of_its_own() -> Result {
    let region = Region::harbourside()?;
    build(&region, &[])?;
    build(&region, &[])?;
    let elsewhere = region.root().join("elsewhere");
    fs::create_dir(&elsewhere)?;
    std::os::unix::fs::symlink(&elsewhere, before(&region).join("link"))?;
    build(&region, &[])?;
    assert!(fs::symlink_metadata(region.out().join("link")).is_err(), "a link is published");
    assert_clean(&region, &[], "made over a link")?;
    fs::remove_dir_all(before(&region))?;
    std::os::unix::fs::symlink(&elsewhere, before(&region))?;
    build(&region, &[])?;
    assert_eq!(fs::read_dir(&elsewhere)?.count(), 0, "written through a link");
    assert_clean(&region, &[], "made beside a link")
}

#[test]
fn a_site_of_which_most_is_other_leaves_nothing_beside_it() -> Result {
    let region = Region::harbourside()?;
    build(&region, &[])?;
    build(&region, &["--base-url", "https://elsewhere.example/"])?;
    assert!(!before(&region).exists());
    Ok(())
}

#[test]
fn a_page_that_others_changed_is_made_again() -> Result {
    let region = Region::harbourside()?;
    build(&region, &[])?;
    let again = build(&region, &[])?;
    let page = |address: &str| -> PathBuf { region.out().join(address).join("index.html") };
    let before = fs::read(page("systems"))?;
    let mut as_long = before.clone();
    as_long[100] ^= 1;
    fs::write(page("systems"), as_long)?;
    // A copy that kept the time of what it is a copy of tells itself by its length alone.
    let written = fs::metadata(page("suppliers"))?.modified()?;
    fs::write(page("suppliers"), "shorter")?;
    fs::File::options().write(true).open(page("suppliers"))?.set_modified(written)?;
    fs::remove_file(page("services"))?;
    // A link to a page with the same words is no page of this site.
    fs::rename(page("skills"), region.root().join("skills.html"))?;
    std::os::unix::fs::symlink(region.root().join("skills.html"), page("skills"))?;
    let healed = build(&region, &[])?;
    // Those that somebody wrote into; the others still stand in the site before.
    assert_eq!(healed.made, again.made + 2);
    assert!(!fs::symlink_metadata(page("skills"))?.is_symlink());
    assert_clean(&region, &[], "after the folder was changed")
}

/// The preview keeps what files said: after any edits, files added, gone or unreadable, it says the same as reading them anew.
#[test]
fn what_is_kept_of_files_is_what_reading_them_anew_says() -> Result {
    let region = Region::harbourside()?;
    let mut chance = Chance::seeded(20_261_129);
    let mut kept = content::Kept::default();
    let mut same_before = 0;
    for number in 0..80 {
        let old = tree(&region.content())?;
        match number % 20 {
            // What comes first moves all that follows it.
            7 => region.write("boroughs/aardvark.yaml", "name: Aardvark\n")?,
            11 => region.write("systems/zebra.yaml", b"name: \xff\n")?,
            12 => region.remove("systems/zebra.yaml")?,
            _ => drop(edit(&region, &mut chance)?),
        }
        same_before += usize::from(old == tree(&region.content())?);
        let again = content::read_again(&region.content(), &mut kept)?;
        let anew = content::read(&region.content())?;
        assert!(format!("{again:?}") == format!("{anew:?}"), "after edit {number}");
    }
    assert!(same_before < 20, "hardly anything was edited: {same_before} of 80 changed nothing");
    Ok(())
}

/// A digest tells fields by their places, so no view may leave one out.
#[test]
fn no_view_leaves_a_field_out() -> Result {
    let mut read = 0;
    for room in ["src/site", "src/render", "src/catalogue", "src/exports/api", "src/exports/standards"] {
        for (path, text) in tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join(room))? {
            read += 1;
            let text = String::from_utf8(text)?;
            assert!(!text.contains("skip_serializing"), "{room}/{path}: see `Digest::of`");
        }
    }
    assert!(read > 50, "only {read} files");
    Ok(())
}
