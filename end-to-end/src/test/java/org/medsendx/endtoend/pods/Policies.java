package org.medsendx.endtoend.pods;

import static org.medsendx.endtoend.deploy.Manifests.objects;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.medsendx.endtoend.deploy.Manifests.Document;

/**
 * The network policies of an overlay as rules of the kernel: what a network plug-in of Kubernetes
 * does with them, and podman does not. They are read, not known: a policy that allows more gives
 * rules that allow more.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">Network
 *     policies</a>
 */
final class Policies {

    /**
     * A pod as policies see it.
     *
     * @param ports by name
     */
    record Subject(
            String namespace,
            Map<String, String> labels,
            Map<String, Integer> ports,
            List<String> addresses) {}

    private final List<JsonObject> policies;
    private final String namespace;
    private final List<Subject> pods;
    private final List<String> nodes;

    /**
     * @param pods all pods there are, of every namespace
     * @param nodes addresses of the machine, which probes, and which no policy stops
     */
    Policies(List<Document> documents, String namespace, List<Subject> pods, List<String> nodes) {
        this.policies =
                documents.stream()
                        .filter(document -> document.kind().equals("NetworkPolicy"))
                        .map(Document::json)
                        .toList();
        this.namespace = namespace;
        this.pods = List.copyOf(pods);
        this.nodes = List.copyOf(nodes);
    }

    /** What iptables-restore is given in the network of a pod. */
    String rules(Subject pod) {
        var lines = new ArrayList<>(List.of("*filter", ":INPUT ACCEPT", ":OUTPUT ACCEPT"));
        var selected =
                policies.stream()
                        .map(policy -> policy.getAsJsonObject("spec"))
                        .filter(spec -> matches(spec.getAsJsonObject("podSelector"), pod))
                        .toList();
        for (var way : List.of("Ingress", "Egress")) {
            var ruling =
                    selected.stream()
                            .filter(spec -> strings(spec.get("policyTypes")).contains(way))
                            .toList();
            if (!ruling.isEmpty()) {
                chain(way, ruling, pod, lines);
            }
        }
        lines.add("COMMIT");
        return String.join("\n", lines) + "\n";
    }

    /** Whether somebody who is no pod may speak to it. */
    boolean heardByStrangers(Subject pod) {
        return rulesFor(pod, "ingress").anyMatch(rule -> isForAll(rule, "from"));
    }

    /** Whether it may speak to somebody who is no pod. */
    boolean speaksOutside(Subject pod) {
        return rulesFor(pod, "egress").anyMatch(rule -> isForAll(rule, "to"));
    }

    private Stream<JsonObject> rulesFor(Subject pod, String way) {
        return policies.stream()
                .map(policy -> policy.getAsJsonObject("spec"))
                .filter(spec -> matches(spec.getAsJsonObject("podSelector"), pod))
                .flatMap(spec -> list(spec.get(way)).stream());
    }

    private static boolean isForAll(JsonObject rule, String peers) {
        return !rule.has(peers)
                || list(rule.get(peers)).stream().anyMatch(peer -> peer.has("ipBlock"));
    }

    private void chain(String way, List<JsonObject> ruling, Subject pod, List<String> lines) {
        boolean in = way.equals("Ingress");
        var chain = in ? "INPUT" : "OUTPUT";
        lines.add("-A %s -%s lo -j ACCEPT".formatted(chain, in ? "i" : "o"));
        lines.add("-A %s -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT".formatted(chain));
        if (in) {
            nodes.forEach(node -> lines.add("-A INPUT -s %s -j ACCEPT".formatted(node)));
        }
        int count = 0;
        for (var spec : ruling) {
            for (var rule : list(spec.get(in ? "ingress" : "egress"))) {
                count++;
                rule(rule, in, pod, chain + count, lines);
            }
        }
        lines.add("-A %s -j REJECT".formatted(chain));
    }

    private void rule(JsonObject rule, boolean in, Subject pod, String name, List<String> lines) {
        var chain = in ? "INPUT" : "OUTPUT";
        var side = in ? "-s" : "-d";
        var peers = list(rule.get(in ? "from" : "to"));
        if (peers.isEmpty()) {
            ports(rule, List.of(pod), in, pod)
                    .forEach(port -> lines.add("-A %s%s -j ACCEPT".formatted(chain, port)));
        }
        int block = 0;
        for (var peer : peers) {
            var range = peer.getAsJsonObject("ipBlock");
            if (range != null) {
                block++;
                var own = name + "B" + block;
                lines.add(3, ":" + own + " - [0:0]");
                strings(range.get("except"))
                        .forEach(no -> lines.add("-A %s %s %s -j RETURN".formatted(own, side, no)));
                ports(rule, List.of(), in, pod)
                        .forEach(port -> lines.add("-A %s%s -j ACCEPT".formatted(own, port)));
                lines.add(
                        "-A %s %s %s -j %s"
                                .formatted(chain, side, range.get("cidr").getAsString(), own));
            } else {
                for (var other : pods) {
                    if (isPeer(peer, other)) {
                        for (var port : ports(rule, List.of(other), in, pod)) {
                            other.addresses()
                                    .forEach(address ->
                                            lines.add(
                                                    "-A %s %s %s%s -j ACCEPT"
                                                            .formatted(
                                                                    chain, side, address, port)));
                        }
                    }
                }
            }
        }
    }

    private boolean isPeer(JsonObject peer, Subject other) {
        var namespaces = peer.getAsJsonObject("namespaceSelector");
        boolean there =
                namespaces == null
                        ? other.namespace().equals(namespace)
                        : selects(
                                namespaces,
                                Map.of("kubernetes.io/metadata.name", other.namespace()));
        var selector = peer.getAsJsonObject("podSelector");
        return there && (selector == null || selects(selector, other.labels()));
    }

    private boolean matches(JsonObject selector, Subject pod) {
        return pod.namespace().equals(namespace) && selects(selector, pod.labels());
    }

    // A name is of the pod that is spoken to.
    private static List<String> ports(
            JsonObject rule, List<Subject> others, boolean in, Subject pod) {
        var ports = list(rule.get("ports"));
        if (ports.isEmpty()) {
            return List.of("");
        }
        return ports.stream()
                .map(port -> {
                    var number = port.get("port").getAsString();
                    if (!number.matches("\\d+")) {
                        var named = in ? pod : others.getFirst();
                        var found = named.ports().get(number);
                        if (found == null) {
                            throw new IllegalStateException("no port is named " + number);
                        }
                        number = Integer.toString(found);
                    }
                    var protocol =
                            port.has("protocol") ? port.get("protocol").getAsString() : "TCP";
                    return " -p %s --dport %s"
                            .formatted(protocol.equals("UDP") ? "udp" : "tcp", number);
                })
                .toList();
    }

    private static boolean selects(JsonObject selector, Map<String, String> labels) {
        for (var known : selector.keySet()) {
            if (!known.equals("matchLabels") && !known.equals("matchExpressions")) {
                throw new IllegalStateException("cannot read a selector with " + known);
            }
        }
        var wanted = selector.getAsJsonObject("matchLabels");
        if (wanted != null
                && !wanted.entrySet().stream()
                        .allMatch(label ->
                                label.getValue()
                                        .getAsString()
                                        .equals(labels.get(label.getKey())))) {
            return false;
        }
        return list(selector.get("matchExpressions")).stream()
                .allMatch(expression -> {
                    if (!expression.get("operator").getAsString().equals("In")) {
                        throw new IllegalStateException("cannot read " + expression);
                    }
                    return strings(expression.get("values"))
                            .contains(labels.getOrDefault(expression.get("key").getAsString(), ""));
                });
    }

    private static List<JsonObject> list(@Nullable JsonElement array) {
        return array instanceof JsonArray list ? objects(list).toList() : List.of();
    }

    private static List<String> strings(@Nullable JsonElement array) {
        return array instanceof JsonArray list
                ? StreamSupport.stream(list.spliterator(), false)
                        .map(JsonElement::getAsString)
                        .toList()
                : List.of();
    }
}
