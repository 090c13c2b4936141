package com.sourceforgery.tachikoma.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent says who is behind an open or a click, as far as it can. */
class HitAgentsTest {
    private final HitAgents agents = new HitAgents();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0|PREFETCH_PROXY|apple-mail-privacy",
                "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)|PREFETCH_PROXY|gmail-image-proxy",
                "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html|PREFETCH_PROXY|yahoo-mail-proxy",
                "Barracuda Sentinel (EE)|SCANNER|barracuda-sentinel",
                "curl/8.5.0|SCANNER|http-library",
                "python-requests/2.32.3|SCANNER|http-library",
                "Java/17.0.9|SCANNER|http-library",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36|SCANNER|headless-browser",
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)|SCANNER|known-spider",
                "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)|SCANNER|known-spider",
                "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)|SCANNER|known-spider",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148|HUMAN|known-program",
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0|HUMAN|known-program",
                "Mozilla/4.0 (compatible; ms-office; MSOffice 16)|HUMAN|known-program",
                "xyzzy|UNKNOWN|no-rule",
                "''|UNKNOWN|no-agent"
            })
    void anAgentIsJudged(String agent, String verdict, String rule) {
        assertEquals(new HitAgents.Judgement(verdict, rule), agents.judge(agent));
    }

    @Test
    void aVeryLongAgentIsJudgedByItsBeginning() {
        assertEquals(
                "http-library", agents.judge("curl/8 " + "a".repeat(100_000)).name());
        assertEquals("no-rule", agents.judge("(".repeat(100_000)).name());
    }

    @Test
    void onlyOpensAndClicksAreJudged() {
        List<Map<String, Object>> judged = agents.judge(List.of(
                Map.of("kind", "OPENED", "agent", "curl/8"), Map.of("kind", "UNSUBSCRIBED", "agent", "curl/8")));

        assertEquals("SCANNER", judged.get(0).get("verdict"));
        assertFalse(judged.get(1).containsKey("verdict"));
    }

    @Test
    void rulesOfTheirOwnComeFirstAndInTheirOrder() {
        HitAgents own = new HitAgents(List.of("# of ours", "", "ours,HUMAN,^curl/9", "theirs,SCANNER,curl,or wget"));

        assertEquals("ours", own.judge("curl/9").name());
        assertEquals("theirs", own.judge("curl,or wget").name());
        assertEquals("known-program", own.judge("Thunderbird/140.0").name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"name,HUMAN", "name,ROBOT,x", "Na me,HUMAN,x", "name,HUMAN,("})
    void aLineThatIsNoRuleIsNamed(String line) {
        String said = assertThrows(IllegalArgumentException.class, () -> new HitAgents(List.of(line)))
                .getMessage();

        assertTrue(said.contains("'" + line + "'"), said);
    }
}
