package com.leadrouter.standin;

/** The page that a person copies commands from; a test runs every one of them. */
final class Help {

    private Help() {}

    static String text(Partner partner, Inbound request) {
        String operation = partner.operations().iterator().next();
        return """
                Stand-in for {name}. Every switch: <when> & <what>.

                when   next=<number> | always | randomly=<share> [&seed=<number>]
                what   status=<code>           not processed; [&retry-after=<seconds or date>]
                       body=<example file>     not processed, answered with this contract example; [&status=<code>]
                       delay=<200ms|2s|1m>     processed at once, answered late; with the others: late too
                       hang                    not processed, no answer until cleared, then the connection is reset
                       reset                   not processed, connection reset
                       store-then-reset        processed, then connection reset
                only   operation={operations}

                Several switches: next ones first, in the order in which they were set, then the latest always, then randomly.

                curl -X POST '{url}/faults?next=10&status=500'
                curl -X POST '{url}/faults?always&status=401'
                curl -X POST '{url}/faults?next=3&delay=2s'
                curl -X POST '{url}/faults?next=1&hang'
                curl -X POST '{url}/faults?next=1&reset'
                curl -X POST '{url}/faults?next=1&store-then-reset'
                curl -X POST '{url}/faults?next=2&status=429&retry-after=3'
                curl -X POST '{url}/faults?next=1&body={example}'
                curl -X POST '{url}/faults?randomly=0.1&seed=42&status=503'
                curl -X POST '{url}/faults?next=5&status=500&operation={operation}'
                curl -X DELETE '{url}/faults'        clears all switches, lets go of what hangs

                curl '{url}'             counts, violations, active switches, what came last
                curl '{url}/calls'       every call: when, whom, status
                curl '{url}/help'
                {own}""".replace("{name}", partner.name())
                .replace("{operations}", String.join("|", partner.operations()))
                .replace("{operation}", operation)
                .replace("{example}", partner.sampleExample())
                .replace("{own}", partner.ownHelp())
                .replace("{url}", "http://" + request.header("Host").orElse("127.0.0.1") + "/stand-in");
    }
}
