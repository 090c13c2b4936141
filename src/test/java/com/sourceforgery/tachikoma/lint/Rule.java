package com.sourceforgery.tachikoma.lint;

import java.util.stream.Stream;

/** One convention of this project's route files. */
interface Rule {
    /** What in one file breaks the rule, in the light of the other files of its role. */
    Stream<Finding> check(RouteFile file, Project project);
}
