package com.leadrouter.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Keeps everybody away from the operators' addresses who does not come from one of their networks, whatever he knows. */
final class OperatorNetworks extends OncePerRequestFilter {

    private final Networks networks;
    private final ClientAddress addresses;

    OperatorNetworks(Networks networks, ClientAddress addresses) {
        this.networks = networks;
        this.addresses = addresses;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (networks.isEmpty() || networks.contain(addresses.of(request))) {
            chain.doFilter(request, response);
        } else {
            OperatorRefusals.write(
                    Problem.of(ProblemType.FORBIDDEN, "Operators cannot sign in from this network.", request)
                            .answer(),
                    response);
        }
    }
}
