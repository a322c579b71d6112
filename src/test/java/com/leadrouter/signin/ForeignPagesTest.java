package com.leadrouter.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignPagesTest {

    @ParameterizedTest
    @CsvSource({
        "router.example,        https://router.example",
        "router.example:443,    https://router.example",
        "router.example,        https://router.example:443",
        "Router.Example:8443,   https://router.example:8443",
        "router.example,        http://router.example:80",
        "'[::1]:8080',          'http://[::1]:8080'"
    })
    void aPageOfTheSameHostAndPortIsOurs(String host, String origin) {
        assertThat(ForeignPages.isOf(host, origin)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "router.example,        https://example",
        "router.example,        https://router.example.evil",
        "router.example,        https://evil-router.example",
        "router.example,        https://router.example:444",
        "router.example:8443,   https://router.example",
        "router.example,        https://router.example@evil",
        "router.example,        https://router.example/",
        "router.example,        ftp://router.example",
        "router.example,        router.example",
        "router.example,        null",
        "null,                  null",
        ",                      https://router.example"
    })
    void anyOtherIsForeign(String host, String origin) {
        assertThat(ForeignPages.isOf(host, origin)).isFalse();
    }
}
