package com.sourceforgery.tachikoma.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pass over a mustache template for what jmustache does not do: it takes a tag that is not closed for text, fails
 * obscurely on tags without name, and wants exactly one blank in tags that change the delimiters.
 */
final class MustacheTags {
    private static final Pattern DELIMITERS = Pattern.compile("\\s*([^\\s=]+)\\s+([^\\s=]+)\\s*");
    private static final String SIGNS = "#^/&{>$<";

    private final String source;
    private final StringBuilder out;
    private String open = "{{";
    private String close = "}}";
    private int copied;

    private MustacheTags(String source) {
        this.source = source;
        this.out = new StringBuilder(source.length());
    }

    /**
     * The same template in the form that jmustache reads.
     *
     * @throws TemplateException for a tag that is not closed or has no name
     */
    static String checked(String source) {
        MustacheTags tags = new MustacheTags(source);
        for (int tag = source.indexOf(tags.open); tag >= 0; tag = source.indexOf(tags.open, tags.copied)) {
            tags.copy(tag);
        }
        return tags.out.append(source, tags.copied, source.length()).toString();
    }

    private void copy(int tag) {
        int content = tag + open.length();
        boolean delimiters = source.startsWith("=", content);
        String end = delimiters ? "=" + close : close;
        int contentEnd = source.indexOf(end, delimiters ? content + 1 : content);
        if (contentEnd < 0) {
            throw mistake(tag, "This tag is not closed");
        }
        out.append(source, copied, tag);
        copied = contentEnd + end.length();
        if (delimiters) {
            changeDelimiters(tag, source.substring(content + 1, contentEnd));
        } else if (source.startsWith("!", content)) {
            // jmustache would read tags within it
            out.append(open)
                    .append(source.substring(content, contentEnd).replace(open, ""))
                    .append(close);
        } else {
            checkName(tag, source.substring(content, contentEnd));
            out.append(source, tag, copied);
        }
    }

    private void changeDelimiters(int tag, String content) {
        Matcher pair = DELIMITERS.matcher(content);
        if (!pair.matches()) {
            throw mistake(tag, "There are no two delimiters in this tag");
        }
        boolean same = pair.group(1).equals(open) && pair.group(2).equals(close);
        // a comment also vanishes with its line; jmustache fails on delimiters that stay what they are
        out.append(open)
                .append(same ? "!" : "=" + pair.group(1) + " " + pair.group(2) + "=")
                .append(close);
        open = pair.group(1);
        close = pair.group(2);
    }

    private void checkName(int tag, String content) {
        String name = content.strip();
        boolean sign = !name.isEmpty() && SIGNS.indexOf(name.charAt(0)) >= 0;
        if (content.contains(open)) {
            throw mistake(tag, "This tag is not closed");
        }
        if ((sign ? name.substring(1) : name).isBlank()) {
            throw mistake(tag, "This tag has no name");
        }
    }

    private TemplateException mistake(int tag, String what) {
        long line = 1 + source.substring(0, tag).chars().filter(c -> c == '\n').count();
        String shown =
                source.substring(tag, Math.min(source.length(), tag + 30)).split("\\R", 2)[0];
        return new TemplateException(what + " @ line " + line + ": " + shown);
    }
}
