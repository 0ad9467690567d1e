//! What pages lead to, and what is read aloud of them.

use super::*;

const PAGE: &str = "systems/plume/index.html";

#[test]
fn every_place_where_an_address_can_stand() -> Result {
    let site = Built::new()?;
    let missing = |address: &str| format!("`{address}` leads to no file of the site");
    let mut html = Vec::new();
    for (number, tag) in [
        "<img alt=a srcset=\"{} 1x, ../../robots.txt 2x\">",
        "<img alt=a srcset=\"../../robots.txt,\n{}\">",
        "<picture><source srcset=\"../../robots.txt 1x , {} 2x\"></picture>",
        "<link rel=preload as=image imagesrcset=\"{} 100w\">",
        "<video poster={}></video>",
        "<table background={}></table>",
        "<a href=../../ ping=\"../../ {}\">a</a>",
        "<button formaction={}>a</button>",
        "<object data={}></object>",
        "<svg><use xlink:href={} /></svg>",
        "<svg><image href={} /></svg>",
        "<i manifest={}></i>",
        "<i data-rows={}></i>",
        "<i data-root=../../ data-rows=@{}></i>",
        "<meta property=og:image content={}>",
    ]
    .into_iter()
    .enumerate()
    {
        let address = format!("../gone-{number}.json");
        // From the site's root.
        let (tag, due) = match tag.split_once('@') {
            Some((before, after)) => {
                (format!("{before}{}", after.replace("{}", "gone.json")), missing("../../gone.json"))
            }
            None => (tag.replace("{}", &address), missing(&address)),
        };
        html.push((tag, due));
    }
    let faults: Vec<(&str, &str)> = html.iter().map(|(tag, due)| (&**tag, &**due)).collect();
    site.tells(PAGE, &faults)?;
    for content in ["0; URL = '../gone/'", "0,../gone/", "1;url=../gone/"] {
        let tag = format!("<meta http-equiv=Refresh content=\"{content}\"></main>");
        let said = site.said(PAGE, "</main>", &tag)?;
        assert!(said.contains(&format!("{PAGE}: {}\n", missing("../gone/"))), "{content}\n{said}");
    }
    for (number, tag) in [
        "<img alt=a srcset=\"../../robots.txt 1x, {} 2x\">",
        "<link rel=preload as=image imagesrcset={}>",
        "<video poster={}></video>",
        "<table background={}></table>",
        "<a href=../../ ping={}>a</a>",
        "<object data={}></object>",
        "<svg><use href={} /></svg>",
        "<svg><image xlink:href={} /></svg>",
        "<svg><feImage href={} /></svg>",
        "<link rel=preconnect href={}>",
        "<link rel=modulepreload href={}>",
        "<link rel=apple-touch-icon href={}>",
    ]
    .into_iter()
    .enumerate()
    {
        let address = format!("https://other.example/{number}");
        let due = format!("it loads `{address}` from another site");
        site.tells(PAGE, &[(&tag.replace("{}", &address), &due)])?;
    }
    let by_itself = "an address is a file by itself (`data:`)";
    for address in ["data:text/html,a", "DATA:,", " da&#10;ta:,", "blob:https://h.example/1", "filesystem:a"]
    {
        site.tells(PAGE, &[(&format!("<a href=\"{address}\">a</a>"), by_itself)])?;
    }
    site.tells(PAGE, &[("<a href=vbscript:a>a</a>", "an address is a script")])?;
    let within = "a page stands within the page (`srcdoc`)";
    site.tells(PAGE, &[("<iframe title=a srcdoc=\"a\"></iframe>", within)])?;
    tried(&format!("verify: {} faults of addresses put into a page, each told", site.faults.get()));
    Ok(())
}

#[test]
fn whoever_does_not_see_a_page_is_told_what_stands_on_it() -> Result {
    let site = Built::new()?;
    let (link, button) = ("a link has no words", "a button has no words");
    let drawing = "a drawing has no name (title, aria-label or aria-labelledby)";
    let area = "an area of a picture has no words in its place (alt)";
    let input = "a button that is a picture has no words in its place (alt)";
    let picture = "a picture has no words in its place (alt)";
    let field = "a field has no label";
    let page = "../../robots.txt";
    for (html, due) in [
        ("<a href=@></a>", link),
        ("<a href=@> &#32;<!-- a --><i> </i>\n</a>", link),
        ("<a href=@ aria-label=\" \"></a>", link),
        ("<a href=@ aria-labelledby=\"\"></a>", link),
        ("<a href=@ title=\"\"><img src=@ alt=\" \"></a>", link),
        ("<a href=@><svg></svg></a>a", link),
        ("<a href=@><svg><title> </title></svg></a>", link),
        ("<button></button>", button),
        ("<button><i></i></button>a", button),
        ("<button><a href=@>a</a></button><button></button>", button),
        ("<svg role=img></svg>", drawing),
        ("<svg role=img><text>a</text></svg><svg><title>a</title></svg>", drawing),
        ("<svg role=img><title>a</title></svg><svg role=img></svg>", drawing),
        ("<svg role=img title=a aria-label=\"\"><title></title></svg>", drawing),
        ("<img src=@>", picture),
        ("<map><area href=@></map>", area),
        ("<map><area href=@ alt=\"\"></map>", area),
        ("<input type=image src=@>", input),
        ("<input type=IMAGE src=@ alt=\"\">", input),
        ("<input>", field),
        ("<input type=search title=\" \">", field),
        ("<input id=a-field><output for=a-field>a</output>", field),
        ("<label>a</label><select><option>a</select>", field),
        ("<textarea aria-label=\"\"></textarea>", field),
    ] {
        site.tells(PAGE, &[(&html.replace('@', page), due)]).map_err(|error| format!("{html}: {error}"))?;
    }
    let right = "<a href=@>a</a><a href=@><b>&amp;</b></a><a href=@ aria-label=a></a><a href=@ title=a></a>\
        <a href=@ aria-labelledby=main></a><a href=@><img src=@ alt=a></a><a href=@><i aria-label=a></i></a>\
        <a href=@><svg><title>a</title></svg></a><a href=@>&#x2b;</a><a id=a-place></a>\
        <button>a</button><button aria-label=a></button><button><img src=@ alt=a></button>\
        <svg role=img><title>a</title></svg><svg role=img aria-label=a></svg><svg role=img aria-labelledby=main></svg>\
        <svg></svg><img src=@ alt=\"\"><map><area href=@ alt=a><area></map><input type=image src=@ alt=a>\
        <label>a <input></label><label for=a-field>a</label><select id=a-field></select><input aria-label=a>\
        <textarea title=a></textarea><input type=hidden><input type=Submit value=a></main>";
    let path = site.path(PAGE);
    fs::write(&path, fs::read_to_string(&path)?.replacen("</main>", &right.replace('@', page), 1))?;
    Outcome::of(program().arg("verify").arg(site.region.out()))?.expect(0)?;
    tried(&format!("verify: {} faults of names put into a page, each told", site.faults.get()));
    Ok(())
}

/// What a page shows of others', or of its own in another page, is none of this program's: no policy, no words, no weight of it
/// is known.
#[test]
fn what_embeds_something_is_told() -> Result {
    let site = Built::new()?;
    for tag in ["iframe", "embed", "object", "video", "audio"] {
        for of in ["", " src=../../robots.txt title=a"] {
            let due = format!("{EMBEDS} (`{tag}`), as none of this program's does");
            site.tells(PAGE, &[(&format!("<{tag}{of}></{tag}>"), &due)])?;
        }
    }
    tried(&format!("verify: {} pages that embed something, each told", site.faults.get()));
    Ok(())
}

/// Signs of which nothing can be packed.
fn noise(count: u32) -> String {
    let sign = |number: u32| {
        char::from(b'A' + u8::try_from((number.wrapping_mul(2_654_435_761) >> 13) % 58).unwrap_or_default())
    };
    (0..count).map(|number| sign(number.wrapping_mul(number))).filter(|sign| !"\\`".contains(*sign)).collect()
}

#[test]
fn styles_and_scripts_have_a_weight() -> Result {
    let site = Built::new()?;
    let with = |asset: &str, count: u32| -> Result<String> {
        let text = fs::read_to_string(site.path(asset))?;
        site.said_with(asset, format!("{text}/*{}*/", noise(count)))
    };
    let style = with(&site.asset("site.css")?, 4_000)?;
    assert!(style.contains(&format!("{PAGE}: its styles have 18 kB packed, more than 15\n")), "{style}");
    // What only a search needs is no burden for others.
    let script = with(&site.asset("minisearch.js")?, 8_000)?;
    let lines: Vec<&str> = script.lines().filter(|line| line.contains("packed")).collect();
    assert_eq!(lines, ["search/index.html: its scripts have 34 kB packed, more than 30"], "{script}");
    let script = with(&site.asset("site.js")?, 50_000)?;
    assert!(script.contains(&format!("{PAGE}: its scripts have ")), "{script}");
    Ok(())
}
