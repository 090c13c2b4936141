package com.sourceforgery.tachikoma.lint;

import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Words stand in {@code description} and {@code note}: a visual editor drops comments when it saves. */
final class CommentRule implements Rule {
    private static final Pattern COMMENT = Pattern.compile("^\\s*#|\\s#\\s");
    private static final Pattern LICENCE = Pattern.compile("^#.*(SPDX-License-Identifier|Licen[cs]e)");

    @Override
    public Stream<Finding> check(RouteFile file, Project project) {
        return IntStream.range(0, file.lines().size())
                .filter(i -> isComment(file.lines().get(i)))
                .mapToObj(i -> file.findingAtLine(
                        i + 1, "A comment is lost when an editor saves the route: say it in 'description' or 'note'."));
    }

    private static boolean isComment(String line) {
        return COMMENT.matcher(line).find() && !LICENCE.matcher(line).find();
    }
}
