package dev.backstory.it.clients;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.it.harness.Case;
import io.opentelemetry.api.baggage.Baggage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A called service that calls on with each client: in the story of its request, in another one and in none, once more while the
 * application has a {@link Baggage} of its own. It answers with a line for each of what was sent.
 */
public final class RelayServlet extends CalledServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getServletPath().equals("/relay")) {
            super.service(request, response);
            return;
        }
        String to = request.getParameter("to");
        Map<String, LibrariesApp.Sender> senders = new LinkedHashMap<>(LibrariesApp.SENDERS);
        senders.put("urlconnection", Clients::httpUrlConnection);
        senders.put("java.net.http", url -> Clients.send(Clients.request(url)));
        try {
            for (Map.Entry<String, LibrariesApp.Sender> each : senders.entrySet()) {
                relay(each.getKey(), each.getValue(), to, response.getWriter());
            }
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static void relay(String client, LibrariesApp.Sender sender, String to, PrintWriter answer)
            throws Exception {
        Case.Body send = () -> answer.println(String.join(
                "|",
                client,
                String.valueOf(CausalContext.current().correlationId()),
                sender.send(to).replace('\n', '|')));
        send.run();
        Case.inStep("elsewhere", send);
        try (Scope ignored = CausalContext.NONE.activate()) {
            send.run();
        }
        Baggage own = Baggage.current().toBuilder()
                .put("correlation.id", "stale")
                .put("mine", "2")
                .build();
        try (var ignored = own.makeCurrent()) {
            send.run();
            Case.inStep("elsewhere", send);
        }
    }
}
