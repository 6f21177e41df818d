package dev.backstory.it.clients;

import dev.backstory.it.harness.Case;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;

/** The called service: publishes, and answers with the ids that it was sent. */
public class CalledServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getServletPath()) {
            case "/redirect" -> response.sendRedirect(request.getParameter("to"));
            case "/onward" -> {
                Case.publish("between");
                response.getWriter().print(Clients.httpUrlConnection(request.getParameter("to")));
            }
            default -> {
                Case.publish("called");
                for (String each : new String[] {"X-Correlation-ID", "X-Causation-ID", "baggage", "X-Own"}) {
                    response.getWriter()
                            .print(each + "=" + String.join("+", Collections.list(request.getHeaders(each))) + "\n");
                }
            }
        }
    }
}
