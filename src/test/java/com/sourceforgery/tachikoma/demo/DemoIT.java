package com.sourceforgery.tachikoma.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoIT {
    @Test
    void onceSendsTheExamplesAndEndsWellOnlyIfEachBecomesWhatItShould() {
        assertEquals(0, new CommandLine(new DemoCommand()).execute("--once"));
    }
}
