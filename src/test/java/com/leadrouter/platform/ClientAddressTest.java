package com.leadrouter.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.mock.web.MockHttpServletRequest;

@ExtendWith(OutputCaptureExtension.class)
class ClientAddressTest {

    private static final String PROXY = "10.0.0.1";

    private final ClientAddress addresses = trusting("10.0.0.0/8", "192.0.2.10", "fd00::/8");

    @Test
    void whoComesByHimselfIsWhoHeIsWhateverHeWrites() {
        assertThat(address("203.0.113.7", "X-Forwarded-For: 198.51.100.1", "Forwarded: for=198.51.100.1"))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void withoutTrustedProxiesNoHeaderCounts() {
        assertThat(IpAddress.text(trusting().of(request(PROXY, "X-Forwarded-For: 203.0.113.7"))))
                .isEqualTo(PROXY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For: 203.0.113.7", "Forwarded: for=203.0.113.7"})
    void aProxyThatWasForgottenIsToldOfOnceWithoutTheAddress(String header, CapturedOutput output) {
        ClientAddress forgetful = trusting("192.0.2.10");
        forgetful.of(request("192.0.2.10", header));
        forgetful.of(request("198.51.100.9"));
        assertThat(output).doesNotContain("trusted-proxies");

        for (int i = 0; i < 3; i++) {
            forgetful.of(request("198.51.100.9", header));
        }

        assertThat(output)
                .containsOnlyOnce("WARN")
                .containsOnlyOnce("lead-router.trusted-proxies")
                .doesNotContain("203.0.113.7", "198.51.100.9");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            one proxy                              | X-Forwarded-For: 203.0.113.7                           | 203.0.113.7
            two, both trusted                      | X-Forwarded-For: 203.0.113.7, 10.2.3.4                 | 203.0.113.7
            a single address is trusted            | X-Forwarded-For: 203.0.113.7, 192.0.2.10               | 203.0.113.7
            its neighbour is not                   | X-Forwarded-For: 203.0.113.7, 192.0.2.11               | 192.0.2.11
            what a stranger wrote before           | X-Forwarded-For: 198.51.100.1, 203.0.113.7             | 203.0.113.7
            a stranger pretends to be a proxy      | X-Forwarded-For: 198.51.100.1, 10.9.9.9, 203.0.113.7   | 203.0.113.7
            all are ours                           | X-Forwarded-For: 10.3.3.3, 10.2.2.2                    | 10.3.3.3
            with its port                          | X-Forwarded-For: 203.0.113.7:50123                     | 203.0.113.7
            IPv6                                   | X-Forwarded-For: 2001:DB8:0:0:0:0:0:7                  | 2001:db8::7
            IPv6 with its port                     | X-Forwarded-For: [2001:db8::7]:443                     | 2001:db8::7
            IPv6 in brackets                       | X-Forwarded-For: [2001:db8::7]                         | 2001:db8::7
            an IPv6 proxy                          | X-Forwarded-For: 2001:db8::7, fd12::1                  | 2001:db8::7
            IPv4 in the clothes of IPv6            | X-Forwarded-For: ::ffff:203.0.113.7                    | 203.0.113.7
            a proxy in these clothes               | X-Forwarded-For: 203.0.113.7, ::ffff:10.2.3.4          | 203.0.113.7
            with the zone of an interface          | X-Forwarded-For: fe80::1%eth0                          | fe80::1
            spaces and tabs                        | X-Forwarded-For:  203.0.113.7 ,\t10.2.3.4              | 203.0.113.7
            garbage                                | X-Forwarded-For: <script>alert(1)</script>             | 10.0.0.1
            garbage before a proxy                 | X-Forwarded-For: nonsense, 10.2.3.4                    | 10.2.3.4
            a stranger's garbage                   | X-Forwarded-For: 999.1.1.1, , 203.0.113.7              | 203.0.113.7
            a name                                 | X-Forwarded-For: localhost                             | 10.0.0.1
            a number                               | X-Forwarded-For: 3405803783                            | 10.0.0.1
            short forms                            | X-Forwarded-For: 127.1                                 | 10.0.0.1
            nothing                                | X-Forwarded-For:                                       | 10.0.0.1
            commas                                 | X-Forwarded-For: ,,,                                   | 10.0.0.1
            RFC 7239                               | Forwarded: for=203.0.113.7                             | 203.0.113.7
            with all that it can have              | Forwarded: By=10.0.0.1;For="203.0.113.7:80";proto=https| 203.0.113.7
            IPv6 there                             | Forwarded: for="[2001:db8::7]:4711"                    | 2001:db8::7
            two there                              | Forwarded: for=198.51.100.1, for=203.0.113.7;proto=http| 203.0.113.7
            who must not be known                  | Forwarded: for=unknown                                 | 10.0.0.1
            or goes by another name                | Forwarded: for=_hidden, for=10.2.3.4                   | 10.2.3.4
            blanks where none belong               | Forwarded: for = " 203.0.113.7 " ; proto=http          | 203.0.113.7
            a quote within                         | Forwarded: for="203.0.113.7"x                          | 10.0.0.1
            a quote alone                          | Forwarded: for="                                       | 10.0.0.1
            another word that ends so              | Forwarded: before=203.0.113.7                          | 10.0.0.1
            without for                            | Forwarded: proto=https                                 | 10.0.0.1
            an open quote does not swallow         | Forwarded: for="198.51.100.1, for=203.0.113.7          | 203.0.113.7
            """)
    void fromATrustedProxyItIsWhoStandsBefore(String what, String header, String address) {
        assertThat(address(PROXY, header.replace("\\t", "\t"))).as(what).isEqualTo(address);
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(address(PROXY, "X-Forwarded-For: 198.51.100.1", "X-Forwarded-For: 203.0.113.7, 10.2.3.4"))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void whatOurProxyPassesOnUnreadDoesNotCountBesideWhatItWrites() {
        assertThat(address(PROXY, "X-Forwarded-For: 203.0.113.7", "Forwarded: for=198.51.100.1"))
                .isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @CsvSource({"0:0:0:0:0:0:0:1, ::1", "fe80:0:0:0:1:2:3:4%2, fe80::1:2:3:4", "::ffff:203.0.113.7, 203.0.113.7"})
    void theConnectionsOwnAddressIsWrittenAsEveryoneWritesIt(String remote, String address) {
        assertThat(address(remote)).isEqualTo(address);
    }

    @Test
    void aHeaderFullOfAddressesIsSoonRead() {
        assertThat(address(PROXY, "X-Forwarded-For: " + "10.1.1.1,".repeat(1700) + "10.1.1.1"))
                .isEqualTo("10.1.1.1");
    }

    static Stream<String> longElements() {
        String blanks = " ".repeat(16_000);
        return Stream.of(
                "for=" + blanks + "\"x\"y",
                "for" + blanks + "=x",
                blanks + "for=x\"",
                "for=" + "\"".repeat(16_000) + "x",
                "for=" + "[".repeat(16_000),
                "for=" + ":1".repeat(8000),
                "for=;".repeat(3000) + "for=\"x\"y");
    }

    @ParameterizedTest
    @MethodSource("longElements")
    void soIsOneLongElement(String element) {
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            assertThat(address(PROXY, "Forwarded: " + element)).isEqualTo(PROXY);
            assertThat(address(PROXY, "Forwarded: " + element + ", for=203.0.113.7"))
                    .isEqualTo("203.0.113.7");
            assertThat(address(PROXY, "X-Forwarded-For: " + element)).isEqualTo(PROXY);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "/8",
                "10.0.0/8",
                "localhost",
                "localhost/8",
                "fe80::1%eth0",
                "::/129",
                "10.0.0.0/8/8",
                "*",
                ""
            })
    void whatIsNoNetworkIsRefused(String network) {
        assertThatThrownBy(() -> trusting("10.0.0.0/8", network))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("lead-router.trusted-proxies[1]: must be a network such as 10.0.0.0/8 or fd00::/8");
    }

    private String address(String remote, String... headers) {
        return IpAddress.text(addresses.of(request(remote, headers)));
    }

    private static MockHttpServletRequest request(String remote, String... headers) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(remote);
        for (String header : headers) {
            String[] nameAndValue = header.split(": ?", 2);
            request.addHeader(nameAndValue[0], nameAndValue[1]);
        }
        return request;
    }

    private static ClientAddress trusting(String... networks) {
        Map<String, Object> properties = new HashMap<>();
        for (int i = 0; i < networks.length; i++) {
            properties.put("lead-router.trusted-proxies[" + i + "]", networks[i]);
        }
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new MapPropertySource("test", properties));
        return new ClientAddress(new Settings(environment));
    }
}
