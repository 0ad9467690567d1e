//! Small components, written out where they are called when templates load: a table calls some in each of its cells, and
//! to call one takes longer than what it does.
//!
//! Only what is plainly the same is written out: a component that uses nothing but its own names, called with words or with
//! values that are found by a name. All other calls stay calls.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Bytes of the longest component of which more copies are worth it.
const LONGEST: usize = 1000;

/// Between two of them stands what is outside of components, and then one.
const END: &str = "{% endcomponent";

/// What stands in the tags of a small component besides names.
const WORDS: [&str; 13] =
    ["if", "elif", "else", "endif", "for", "in", "endfor", "loop", "and", "or", "not", "true", "false"];

// Classes of few signs: those of all languages take longer to make than all else here.
static CALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"\{\{<([a-z0-9_.]+)((?: +[a-z0-9_]+=(?:\{[a-z_][a-z0-9_.]*\}|"[A-Za-z0-9_ ./-]*"))*) */>\}\}"#)
});
static VALUE: LazyLock<Regex> = LazyLock::new(|| pattern(r#"([a-z0-9_]+)=(?:\{([^}]*)\}|("[^"]*"))"#));
static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r#"\{[{%](?:"[^"]*"|'[^']*'|[^"'])*?[%}]\}"#));
/// A text, an attribute or a filter; or a name, and what begins where something of it is asked for.
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#""[^"]*"|'[^']*'|(?:\.|\| *)[A-Za-z_][A-Za-z0-9_]*|([A-Za-z_][A-Za-z0-9_]*)(\.[A-Za-z_][A-Za-z0-9_]*|\[)?"#,
    )
});
static LOOP: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\{% for ([A-Za-z0-9_]+)(?:, *([A-Za-z0-9_]+))? in "));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of ours")
}

/// Writes small components out where templates call them.
pub(super) fn small_components(templates: &mut [(String, String)]) {
    // What is included in a component knows other names than its page does, and a call can be meant as it is written.
    if components(templates).any(|of| of.body.contains("{% include"))
        || templates.iter().any(|(_, text)| text.contains("endraw"))
    {
        return;
    }
    loop {
        let small = components(templates).filter(Component::is_small).map(|of| (of.name, of)).collect();
        let texts: Vec<String> = templates.iter().map(|(_, text)| written_out(text, &small)).collect();
        // What calls only small ones may be small itself.
        let mut is_same = true;
        for ((_, old), text) in templates.iter_mut().zip(texts) {
            is_same &= *old == text;
            *old = text;
        }
        if is_same {
            return;
        }
    }
}

fn components(templates: &[(String, String)]) -> impl Iterator<Item = Component<'_>> {
    templates.iter().flat_map(|(_, text)| text.split(END)).filter_map(Component::of)
}

/// A template with its calls of small components written out.
fn written_out(text: &str, small: &BTreeMap<&str, Component>) -> String {
    let calls = |text: &str, within: Option<&Component>| {
        let written = |call: &Captures| {
            let own = small.get(&call[1]).and_then(|of| of.called_with(&call[2], within));
            own.unwrap_or_else(|| call[0].to_owned())
        };
        CALL.replace_all(text, written).into_owned()
    };
    let parts = text.split(END).map(|part| match Component::of(part) {
        Some(own) => [calls(own.before, None).as_str(), own.head, &calls(own.body, Some(&own))].concat(),
        None if part.contains(" component ") => part.to_owned(),
        None => calls(part, None),
    });
    parts.collect::<Vec<_>>().join(END)
}

/// A component whose head is plain.
struct Component<'t> {
    before: &'t str,
    head: &'t str,
    name: &'t str,
    /// What it is called with.
    values: Vec<&'t str>,
    /// What it finds where it is called.
    found: Vec<&'t str>,
    body: &'t str,
}

impl<'t> Component<'t> {
    /// The one that a part of a template ends with.
    fn of(part: &'t str) -> Option<Self> {
        let (before, rest) = part.split_once("{% component ")?;
        let (head, body) = rest.split_once(") %}")?;
        let (name, names) = head.split_once('(')?;
        let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
        let (found, values): (Vec<&str>, Vec<&str>) = names.partition(|name| name.starts_with('@'));
        let found = found.into_iter().map(|name| &name[1..]).collect();
        let head = &part[before.len()..part.len() - body.len()];
        Some(Self { before, head, name, values, found, body })
    }

    /// The names that its loops give.
    fn given(&self) -> impl Iterator<Item = &'t str> {
        let loops = LOOP.captures_iter(self.body);
        loops.flat_map(|found| [found.get(1), found.get(2)]).flatten().map(|name| name.as_str())
    }

    fn knows(&self, name: &str) -> bool {
        self.values.contains(&name) || self.found.contains(&name)
    }

    /// Whether it is plainly what it is wherever it stands: short, with no call, no sign that takes spaces away, and no name
    /// that it does not have itself.
    fn is_small(&self) -> bool {
        if self.body.len() > LONGEST
            || ["{{<", "{{-", "-}}", "{%-", "-%}"].iter().any(|sign| self.body.contains(sign))
        {
            return false;
        }
        let given: Vec<&str> = self.given().collect();
        let is_own = |name: &str| WORDS.contains(&name) || given.contains(&name) || self.knows(name);
        let mut tags = TAG.find_iter(self.body);
        let is_plain = |word: Captures| word.get(1).is_none_or(|name| is_own(name.as_str()));
        !given.iter().any(|name| self.knows(name))
            && tags.all(|tag| WORD.captures_iter(tag.as_str()).all(is_plain))
    }

    /// What a call with some values makes of it in another component or none; nothing where that could be something else.
    fn called_with<'v>(&self, values: &'v str, within: Option<&Component>) -> Option<String> {
        let pair = |found: Captures<'v>| {
            let value = found.get(2).or(found.get(3))?;
            Some((found.get(1)?.as_str(), value.as_str()))
        };
        let values: BTreeMap<&str, &str> = VALUE.captures_iter(values).filter_map(pair).collect();
        let given: Vec<&str> = self.given().collect();
        let is_free = |value: &str| {
            let name = value.split('.').next().unwrap_or_default();
            !given.contains(&name) && !WORDS.contains(&name)
        };
        let is_whole =
            values.len() == self.values.len() && self.values.iter().all(|name| values.contains_key(name));
        let has_all = within.is_none_or(|within| self.found.iter().all(|name| within.knows(name)));
        if !is_whole || !has_all || !values.values().all(|value| is_free(value)) {
            return None;
        }
        let mut is_right = true;
        let body = TAG.replace_all(self.body, |tag: &Captures| {
            let put = |word: &Captures| {
                let value = word.get(1).and_then(|name| values.get(name.as_str()));
                let rest = word.get(2).map_or("", |rest| rest.as_str());
                // Nothing can be asked for of a text.
                is_right &= rest.is_empty() || value.is_none_or(|value| !value.starts_with('"'));
                value.map_or_else(|| word[0].to_owned(), |value| format!("{value}{rest}"))
            };
            WORD.replace_all(&tag[0], put).into_owned()
        });
        is_right.then(|| body.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use tera::{Context, Tera};

    use super::*;

    /// How many calls are left in a page with some components, which has to be the same page with all of them.
    fn left(components: &str, page: &str) -> usize {
        let mut templates =
            vec![("c.html".to_owned(), components.to_owned()), ("p.html".to_owned(), page.to_owned())];
        let shown = |templates: &[(String, String)]| {
            let mut tera = Tera::new();
            tera.add_raw_templates(templates.iter().map(|(name, text)| (name.as_str(), text.as_str())))
                .expect("templates");
            let mut context = Context::new();
            context.insert("root", "../");
            context.insert("of", &[["a & b", "c"], ["d", "e"]]);
            context.insert("a", &BTreeMap::from([("b", BTreeMap::from([("c", "<1>"), ("d", "2")]))]));
            tera.render("p.html", &context).expect("a page")
        };
        let before = shown(&templates);
        small_components(&mut templates);
        assert_eq!(shown(&templates), before);
        templates[1].1.matches("{{<").count()
    }

    const LINK: &str = "{% component link(to, @root) %}<a href=\"{{ root }}{{ to.c }}\">{{ to.d }}</a>{% endcomponent link %}";

    #[test]
    fn a_small_component_is_written_out_and_says_the_same() {
        assert_eq!(
            left(LINK, "{{<link to={a.b} />}}, {% for x in of %}{{<link to={a.b} />}}{% endfor %}"),
            0
        );
        let two = format!(
            "{LINK}{{% component two(it, @root) %}}{{{{<link to={{it.b}} />}}}}!{{% endcomponent two %}}"
        );
        assert_eq!(left(&two, "{{<two it={a} />}}"), 0);
        let word = "{% component w(a, b) %}{% if a == b %}{{ a | upper }}{% elif not a %}-{% else %}{{ b }}{% endif %}{{ '}}' ~ b }}{% endcomponent w %}";
        assert_eq!(
            left(word, "{{<w a=\"x\" b=\"x\" />}}{{<w a=\"\" b={a.b.c} />}}{{<w b={a.b.c} a=\"z\" />}}"),
            0
        );
        let list = "{% component list(all) %}{% for x in all %}{% if not loop.first %}, {% endif %}{{ x[0] }}{% endfor %}{% endcomponent list %}";
        assert_eq!(left(list, "{{<list all={of} />}}"), 0);
    }

    #[test]
    fn what_could_be_something_else_stays_a_call() {
        let list = "{% component list(all) %}{% for x in all %}{{ x }}{% endfor %}{% endcomponent list %}";
        assert_eq!(
            left(list, "{% for x in of %}{{<list all={x} />}}{% endfor %}"),
            1,
            "its loop takes the name"
        );
        let index = "{% component i(n) %}{% for x in [1, 2] %}{{ n }}{% endfor %}{% endcomponent i %}";
        assert_eq!(
            left(index, "{% for y in of %}{{<i n={loop.index} />}}{% endfor %}"),
            1,
            "another loop's number"
        );
        let hidden =
            format!("{LINK}{{% component h(it) %}}{{{{<link to={{it.b}} />}}}}{{% endcomponent h %}}");
        assert_eq!(left(&hidden, "{{<h it={a} />}}"), 1, "the one between does not know the root");
        let space = "{% component s() %} {%- if true %} a{% endif %}{% endcomponent s %}";
        assert_eq!(left(space, "b {{<s />}}"), 1, "it takes spaces away");
        let set = "{% component t(x) %}{% set y = x %}{{ y }}{% endcomponent t %}";
        assert_eq!(left(set, "{% set y = 1 %}{{<t x={y} />}}{{ y }}"), 1, "it sets a name");
        let sum = "{% component m(x) %}{{ x * 2 }}{% endcomponent m %}";
        assert_eq!(left(sum, "{{<m x={1 + 2} />}}"), 1, "it is called with no plain value");
        let own = "{% component o(x=1) %}{{ x }}{% endcomponent o %}";
        assert_eq!(left(own, "{{<o />}}"), 1, "it has a value of its own");
        let itself = "{% component r(r) %}{% if r %}{{<r r={r.b} />}}{% endif %}{% endcomponent r %}";
        assert_eq!(left(itself, "{{<r r={a} />}}"), 1, "it calls itself");
        let again = "{% component g(x) %}{% for x in x %}{{ x[0] }}{% endfor %}{% endcomponent g %}";
        assert_eq!(left(again, "{{<g x={of} />}}"), 1, "its loop gives its own name another value");
        let sign = "{% component q(x) %}{{ x[0] }}{% endcomponent q %}";
        assert_eq!(left(sign, "{{<q x=\"ab\" />}}"), 1, "something of a text");
        let long = format!("{{% component l(x) %}}{{{{ x }}}}{}{{% endcomponent l %}}", " ".repeat(LONGEST));
        assert_eq!(left(&long, "{{<l x={root} />}}"), 1, "it is long");
    }

    #[test]
    fn what_is_wrong_stays_as_wrong_as_it_was() {
        let is_kept = |texts: &[&str]| {
            let mut templates: Vec<_> =
                texts.iter().map(|text| (String::new(), (*text).to_owned())).collect();
            let before = templates.clone();
            small_components(&mut templates);
            templates == before
        };
        assert!(!is_kept(&[LINK, "{{<link to={a} />}}"]));
        assert!(is_kept(&[LINK, "{{<link />}}"]), "a value is missing");
        assert!(is_kept(&[LINK, "{{<link to={a} of={a} />}}"]), "nobody knows the second value");
        assert!(is_kept(&[LINK, "{{<other to={a} />}}"]), "there is no such component");
        let between = "{% component h(x) %}{% include \"i.html\" %}{% endcomponent h %}";
        assert!(is_kept(&[LINK, between, "{{<link to={x} />}}"]), "the one between may not know the root");
        assert!(is_kept(&[LINK, "{% raw %}{{<link to={a} />}}{% endraw %}"]), "it is no call");
        let unknown = "{% component u(x) %}{{ x }}{{ root }}{% endcomponent u %}";
        assert!(is_kept(&[unknown, "{{<u x={a} />}}"]), "it does not know the root itself");
        let odd = "{% component o(x) -%}{{<link to={x} />}}{% endcomponent o %}";
        assert!(is_kept(&[LINK, odd]), "who knows what is known there?");
    }
}
