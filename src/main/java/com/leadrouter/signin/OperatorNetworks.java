package com.leadrouter.signin;

import com.leadrouter.platform.ClientAddress;
import com.leadrouter.platform.Networks;
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
    private final OperatorRefusals refusals;

    OperatorNetworks(Networks networks, ClientAddress addresses, OperatorRefusals refusals) {
        this.networks = networks;
        this.addresses = addresses;
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (networks.isEmpty() || networks.contain(addresses.of(request))) {
            chain.doFilter(request, response);
        } else {
            refusals.refuse(Refusal.NETWORK, request, response);
        }
    }
}
