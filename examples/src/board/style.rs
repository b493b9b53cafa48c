//! How the page looks: calm, in the reader's own font, by day, by night and on paper.

/// The colours of one scheme. Each pair that meets is told apart as WCAG 2.2 wants at level AA.
#[derive(Debug, Clone, Copy)]
struct Scheme {
    paper: &'static str,
    band: &'static str,
    ink: &'static str,
    quiet: &'static str,
    link: &'static str,
    line: &'static str,
    good: &'static str,
    bad: &'static str,
    /// Behind the heading of the page, and its words.
    head: &'static str,
    on_head: &'static str,
}

const DAY: Scheme = Scheme {
    paper: "#ffffff",
    band: "#f0f4f5",
    ink: "#212b32",
    quiet: "#4c6272",
    link: "#005eb8",
    line: "#768692",
    good: "#006747",
    bad: "#b41c10",
    head: "#005eb8",
    on_head: "#ffffff",
};

const NIGHT: Scheme = Scheme {
    paper: "#11181d",
    band: "#1c262d",
    ink: "#f0f4f5",
    quiet: "#b8c4cc",
    link: "#8ec8ff",
    line: "#8295a3",
    good: "#7fd6a8",
    bad: "#ffa79c",
    head: "#003d78",
    on_head: "#ffffff",
};

const SHEET: &str = "\
*{box-sizing:border-box}\
body{margin:0;font:1.1875rem/1.5 system-ui,Arial,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:break-word}\
main,header>div,footer>div{max-width:48rem;margin:0 auto;padding:1rem}\
header{background:var(--head);color:var(--on-head)}\
header p{margin:0}\
footer{background:var(--band);color:var(--quiet);margin-top:3rem}\
h1{font-size:1.875rem;line-height:1.25;margin:.25rem 0 .5rem}\
h2{font-size:1.5rem;line-height:1.3;margin:3rem 0 .5rem;padding-top:1rem;border-top:4px solid var(--link)}\
h3{font-size:1.25rem;line-height:1.35;margin:2rem 0 .5rem}\
h4{font-size:1.0625rem;line-height:1.4;margin:1.5rem 0 .5rem}\
p{margin:.5rem 0}\
a{color:var(--link)}\
a:focus{outline:3px solid #ffeb3b;background:#ffeb3b;color:#212b32}\
.skip{position:absolute;left:-999rem}\
.skip:focus{position:static;display:block;padding:.5rem}\
.quiet{color:var(--quiet);font-size:1rem}\
.summary{border:2px solid var(--link);padding:0 1rem .5rem;margin-top:1rem}\
.summary h2{border:0;margin:0}\
dl,dd,dt{margin:0}\
dt{color:var(--quiet);font-size:1rem}\
.tally{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:.5rem;margin:.5rem 0 1rem}\
.tally>div{background:var(--band);padding:.5rem .75rem;display:flex;flex-direction:column-reverse;justify-content:flex-end}\
.tally dd{font-size:2rem;line-height:1.2;font-weight:700;font-variant-numeric:tabular-nums}\
.standing{list-style:none;padding:0}\
.standing>li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1rem;padding:.375rem 0;border-top:1px solid var(--line)}\
.standing .tag{margin-right:0}\
.note{background:var(--band);border-left:4px solid var(--line);padding:.5rem 1rem;font-size:1rem}\
.facts>div{display:grid;grid-template-columns:10rem minmax(0,1fr);gap:0 1rem;padding:.125rem 0;font-size:1rem}\
ul{padding-left:1.25rem;margin:.5rem 0}\
.items{list-style:none;padding:0}\
.items>li{background:var(--band);border-left:4px solid var(--link);padding:.5rem 1rem;margin:0 0 1rem}\
.figure{border-left:4px solid var(--line);padding:0 0 0 1rem;margin:1rem 0}\
.number{font-size:1.5rem;line-height:1.3;font-weight:700}\
.said{border-left:4px solid var(--line);padding-left:1rem;margin:.5rem 0}\
.tag{display:inline-block;border:1px solid currentcolor;padding:0 .5rem;margin-right:.5rem;font-size:1rem;color:var(--link)}\
.good{color:var(--good)}\
.bad{color:var(--bad)}\
.open{color:var(--ink)}\
table{border-collapse:collapse;table-layout:fixed;width:100%;margin:.5rem 0}\
caption{text-align:left;font-weight:700;padding:.25rem 0}\
th,td{border-top:1px solid var(--line);padding:.25rem .75rem .5rem 0;text-align:left;vertical-align:top}\
th{width:6rem;padding-top:.5rem}\
@media(max-width:34rem){body{font-size:1rem}h1{font-size:1.5rem}h2{font-size:1.25rem}h3{font-size:1.125rem}\
.tally{grid-template-columns:repeat(2,minmax(0,1fr))}.facts>div{display:block}.facts dt,.facts dd{display:inline}.facts dt::after{content:\": \"}th{width:5rem}.items>li{padding:.5rem .75rem}}";

/// On paper, A4: dark on white whatever the screen shows, nothing cut in two, and where links lead.
const PAPER: &str = "@page{size:A4;margin:18mm}\
@media print{html{font-size:9pt}header{background:none;color:var(--ink)}.skip{display:none}\
main,header>div,footer>div{max-width:none;padding:0}.items>li:has(table){break-inside:auto}h2,h3,h4{break-after:avoid}\
.items>li,.figure,.summary,tr{break-inside:avoid}.items>li,.tally>div{background:none;border:1px solid var(--line)}\
a[href^=\"https\"]::after{content:\" (\" attr(href) \")\"}}";

/// The style sheet.
pub(super) fn sheet() -> String {
    format!(
        ":root{{color-scheme:light dark;{}}}@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}{SHEET}{PAPER}",
        DAY.variables(),
        NIGHT.variables()
    )
}

impl Scheme {
    fn variables(self) -> String {
        let Scheme { paper, band, ink, quiet, link, line, good, bad, head, on_head } = self;
        format!(
            "--paper:{paper};--band:{band};--ink:{ink};--quiet:{quiet};--link:{link};--line:{line};\
             --good:{good};--bad:{bad};--head:{head};--on-head:{on_head}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of WCAG 2.2.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn contrast_is_as_the_standard_works_it_out() {
        assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.005, "the well-known grey that just fails");
    }

    #[test]
    fn words_and_lines_are_told_apart_from_what_is_behind_them() {
        for it in [DAY, NIGHT] {
            for behind in [it.paper, it.band] {
                for words in [it.ink, it.quiet, it.link, it.good, it.bad] {
                    assert!(contrast(words, behind) >= 4.5, "1.4.3 contrast (minimum): {words} on {behind}");
                }
                assert!(
                    contrast(it.line, behind) >= 3.0,
                    "1.4.11 non-text contrast: {} on {behind}",
                    it.line
                );
            }
            assert!(contrast(it.on_head, it.head) >= 4.5);
        }
    }
}
