package com.sourceforgery.tachikoma.rewrite;

import java.util.Random;

/** Documents whose rules compete for the same few properties in every way that the cascade knows. */
final class RandomStyles {
    private static final String[] SELECTORS = {
        "p",
        "div",
        "span",
        "td",
        ".a",
        ".b",
        ".c",
        "#d",
        "p.a",
        "div .b",
        "div > p",
        "p + p",
        "p ~ .c",
        ".a.b",
        "body .a",
        "[title]",
        "[title=x]",
        "span, .b",
        "p, #d, .none",
        "p:hover",
        "p:first-child",
        ".a:not(.b)",
        "p::before",
        "*",
        "div *",
        ".b:last-child, .c",
        "table td",
        "html p",
        ":is(.a, .b)",
        ".A",
        "p,"
    };
    private static final String[] DECLARATIONS = {
        "color:red",
        "color:#00f",
        "color:rgb(0 9 0)",
        "color:nonsense",
        "margin:1px",
        "margin:2px 3px",
        "margin-top:4px",
        "margin-left:5px",
        "margin-inline:6px",
        "padding:7px",
        "padding-left:8px",
        "border:1px solid",
        "border-color:#0a0",
        "border-width:3px",
        "border-left:2px dotted red",
        "border-inline-start-width:4px",
        "border-radius:3px",
        "border-top-left-radius:4px 5px",
        "font:12px/1.5 serif",
        "font-size:14px",
        "line-height:2",
        "font-weight:bold",
        "background:#eee",
        "background-color:#ddd",
        "background:url(x;y.png) no-repeat",
        "text-decoration:underline",
        "text-decoration-color:red",
        "display:block",
        "display:inline-block",
        "width:100px",
        "width:50%",
        "inline-size:60px",
        "width:calc(10px + 5%)",
        "--v:9px",
        "letter-spacing:var(--v)",
        "content:'x;}'",
        "*zoom:1",
        "all:initial",
        ""
    };
    private static final String[] CONDITIONS = {
        "@media (max-width:500px){",
        "@media (min-width:501px){",
        "@media print{",
        "@supports (display:grid){",
        "@layer x{"
    };
    private static final String[] TAGS = {
        "<p>",
        "<p class=a>",
        "<p class='a b'>",
        "<div class=b>",
        "<div>",
        "</div>",
        "<span class=c title=x>",
        "</span>",
        "</p>",
        "<table><tr><td class=a>",
        "</table>",
        "<p id=d class=A>",
        "<b class='b c'>",
        "<p style='color:green'>",
        "<div style=\"margin:9px!important\">",
        "<span style=width:30px>",
        "text",
        "</b>"
    };

    private final Random random;

    private RandomStyles(long seed) {
        random = new Random(seed);
    }

    static String document(long seed) {
        RandomStyles styles = new RandomStyles(seed);
        StringBuilder out = new StringBuilder(styles.random.nextInt(4) == 0 ? "" : "<!DOCTYPE html>");
        // else rules for all elements would show the text of the sheets, which of course changes
        out.append("<style>head,style{display:none!important}</style>");
        for (int sheets = 1 + styles.random.nextInt(2); sheets > 0; sheets--) {
            out.append("<style>\n");
            for (int rules = 1 + styles.random.nextInt(8); rules > 0; rules--) {
                out.append(
                                styles.random.nextInt(4) == 0
                                        ? styles.pick(CONDITIONS) + styles.rule() + styles.rule() + "}"
                                        : styles.rule())
                        .append('\n');
            }
            out.append("</style>");
        }
        out.append("<body>");
        for (int tags = 3 + styles.random.nextInt(20); tags > 0; tags--) {
            out.append(styles.pick(TAGS)).append('x');
        }
        return out.toString();
    }

    private String rule() {
        StringBuilder out = new StringBuilder(pick(SELECTORS)).append('{');
        for (int declarations = 1 + random.nextInt(4); declarations > 0; declarations--) {
            String declaration = pick(DECLARATIONS);
            boolean important = !declaration.isEmpty() && random.nextInt(6) == 0;
            out.append(declaration).append(important ? "!important;" : ";");
        }
        return out.append('}').toString();
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
