package com.sourceforgery.tachikoma.links;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links lead to where a browser would have gone, and nowhere that is no website. */
class LinkTargetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example",
                "http://shop.example:8080/a/b?c=d&e=%20#f",
                "HTTPS://Shop.Example/",
                "https://user:word@shop.example/",
                "https://192.0.2.1/x",
                "https://my_shop.example/?q=a+b%C3%A5",
                "https://shop.example?x=%7By"
            })
    void anAddressStaysAsItIs(String target) {
        assertEquals(Optional.of(target), LinkTarget.findLocation(target));
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example/å ä,https://shop.example/%C3%A5%20%C3%A4",
        "https://bücher.example/ö?q=€,https://xn--bcher-kva.example/%C3%B6?q=%E2%82%AC",
        "https://shop.example/{a}|b,https://shop.example/%7Ba%7D%7Cb",
        "https://shop.example/100%,https://shop.example/100%"
    })
    void whatAHeaderCannotHaveIsEncoded(String target, String location) {
        assertEquals(Optional.of(location), LinkTarget.findLocation(target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop.example",
                "//shop.example",
                "/offer",
                "javascript:alert(1)",
                "JavaScript://shop.example/%0aalert(1)",
                "data:text/html,x",
                "ftp://shop.example",
                "https:shop.example",
                "https://",
                "https:///x",
                "https://:80/",
                "https://shop.example:port/",
                "https://a b.example/",
                "https://\\\\evil.example",
                "https://shop.example\\@evil.example/",
                "https://shop.example/\r\nX: y",
                "https://shop.example/\u0085",
                "https://shop.example/\0",
                "https://faß.example/",
                "https://shöp..example/"
            })
    void nothingElseIsATarget(String target) {
        assertEquals(Optional.empty(), LinkTarget.findLocation(target));
    }
}
