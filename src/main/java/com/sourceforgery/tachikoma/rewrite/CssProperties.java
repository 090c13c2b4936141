package com.sourceforgery.tachikoma.rewrite;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which properties set the same thing: shorthands and their longhands, logical and physical sides, prefixed names. */
final class CssProperties {
    /** Sets everything that can be set. */
    static final String ANY = "all";

    private static final Pattern PREFIX = Pattern.compile("^-(?:webkit|moz|ms|o)-");
    private static final List<String> SIDES = List.of("top", "right", "bottom", "left");

    /** What a property sets where its name does not say it: a longhand's name begins with its shorthand's. */
    private static final Map<String, Set<String>> SETS = new HashMap<>();

    static {
        for (String kind : List.of("width", "style", "color")) {
            SIDES.forEach(side -> put("border-" + kind, "border-" + side + "-" + kind));
            SIDES.forEach(side -> put("border-inline-" + kind, "border-" + side + "-" + kind));
            SIDES.forEach(side -> put("border-block-" + kind, "border-" + side + "-" + kind));
        }
        for (String axis : List.of("inline", "block")) {
            for (String edge : List.of("", "-start", "-end")) {
                for (String box : List.of("margin", "padding", "scroll-margin", "scroll-padding", "border")) {
                    SIDES.forEach(side -> put(box + "-" + axis + edge, box + "-" + side));
                }
                SIDES.forEach(side -> put("inset-" + axis + edge, side));
            }
            for (String bound : List.of("", "min-", "max-")) {
                put(bound + axis + "-size", bound + "width", bound + "height");
            }
        }
        for (String corner : List.of("top-left", "top-right", "bottom-left", "bottom-right")) {
            put("border-radius", "border-" + corner + "-radius");
            for (String logical : List.of("start-start", "start-end", "end-start", "end-end")) {
                put("border-" + logical + "-radius", "border-" + corner + "-radius");
            }
        }
        SIDES.forEach(side -> put("inset", side));
        put("font", "line-height");
        put("line-height-step", "line-height");
        put("gap", "row-gap", "column-gap");
        put("grid-gap", "row-gap", "column-gap");
        put("grid-row-gap", "row-gap");
        put("grid-column-gap", "column-gap");
        put("grid-area", "grid-row-start", "grid-row-end", "grid-column-start", "grid-column-end");
        put("columns", "column-width", "column-count");
        put("word-wrap", "overflow-wrap");
        put("place-content", "align-content", "justify-content");
        put("place-items", "align-items", "justify-items");
        put("place-self", "align-self", "justify-self");
        put("flex-flow", "flex-direction", "flex-wrap");
        put("white-space", "white-space-collapse", "text-wrap-mode", "text-wrap");
        put("page-break-before", "break-before");
        put("page-break-after", "break-after");
        put("page-break-inside", "break-inside");
    }

    private static final String LENGTH = "\\d{1,4}(?:\\.\\d{1,3})?(?:px|pt|em|%)|0";
    private static final Map<Pattern, Pattern> SURE = Map.of(
            Pattern.compile("color|background-color"), Pattern.compile("#(?:[0-9a-f]{3}|[0-9a-f]{6})"),
            Pattern.compile("(?:margin|padding)(?:-top|-right|-bottom|-left)?|width|height|font-size|line-height"),
                    Pattern.compile(LENGTH),
            Pattern.compile("margin|padding"), Pattern.compile("(?:" + LENGTH + ")(?: (?:" + LENGTH + ")){1,3}"),
            Pattern.compile("text-align"), Pattern.compile("left|right|center|justify"),
            Pattern.compile("text-decoration"), Pattern.compile("none|underline"),
            Pattern.compile("font-weight"), Pattern.compile("normal|bold|[1-9]00"),
            Pattern.compile("font-style"), Pattern.compile("normal|italic"),
            Pattern.compile("display"), Pattern.compile("none|inline|block|inline-block"));

    private CssProperties() {}

    private static void put(String property, String... longhands) {
        SETS.computeIfAbsent(property, any -> new HashSet<>()).addAll(List.of(longhands));
    }

    /** Whether one of them can change what the other sets; also said of some that cannot. */
    static boolean overlap(String one, String other) {
        if (one.equals(ANY) || other.equals(ANY)) {
            return !one.startsWith("--") && !other.startsWith("--");
        }
        return overlapUnprefixed(unprefixed(one), unprefixed(other));
    }

    private static boolean overlapUnprefixed(String one, String other) {
        if (sets(one, other) || sets(other, one)) {
            return true;
        }
        Set<String> longhands = SETS.getOrDefault(one, Set.of());
        Set<String> others = SETS.getOrDefault(other, Set.of());
        return longhands.stream().anyMatch(longhand -> sets(other, longhand) || sets(longhand, other))
                || others.stream().anyMatch(longhand -> sets(one, longhand) || sets(longhand, one))
                || longhands.stream()
                        .anyMatch(longhand -> others.stream().anyMatch(o -> sets(o, longhand) || sets(longhand, o)));
    }

    private static boolean sets(String property, String longhand) {
        return longhand.equals(property) || longhand.startsWith(property + "-");
    }

    private static String unprefixed(String property) {
        return PREFIX.matcher(property).replaceFirst("");
    }

    /** Whether every mail program understands the value, so that no earlier one is needed for those that do not. */
    static boolean isSure(String property, String value) {
        return SURE.entrySet().stream()
                .anyMatch(known -> known.getKey().matcher(property).matches()
                        && known.getValue().matcher(value).matches());
    }
}
