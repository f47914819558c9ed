package org.medsendx.localstack.stack;

import java.util.LinkedHashMap;
import java.util.Map;
import org.medsendx.contracts.catalogue.Broker;

/**
 * Where the parts of a running stack listen, all on loopback.
 *
 * @param aeTitle AE title of edge-ingest
 */
public record Addresses(
        String aeTitle,
        int dicomPort,
        int ingestHttp,
        int anonymizerHttp,
        int segmenterHttp,
        int minerHttp,
        int uplinkHttp,
        int truckKafka,
        int cloudKafka,
        int s3) {

    static final String HOST = "127.0.0.1";

    /** Pages and APIs by name, in the order data flows. */
    public Map<String, String> pages() {
        var pages = new LinkedHashMap<String, String>();
        pages.put("scans (QA page)", http(segmenterHttp) + "/");
        pages.put("fleet (scanner status)", http(minerHttp) + "/");
        pages.put("fleet report", http(minerHttp) + "/report.png");
        pages.put("inspect (POST a file as application/dicom)", http(ingestHttp) + "/inspect");
        pages.put("intake (identified)", http(ingestHttp) + "/instances");
        pages.put("de-identified (identified)", http(anonymizerHttp) + "/instances");
        pages.put("uplink", http(uplinkHttp) + "/uplink");
        return pages;
    }

    public String ingest() {
        return http(ingestHttp);
    }

    public String anonymizer() {
        return http(anonymizerHttp);
    }

    public String uplink() {
        return http(uplinkHttp);
    }

    public String segmenter() {
        return http(segmenterHttp);
    }

    public String miner() {
        return http(minerHttp);
    }

    public String truckBootstrap() {
        return HOST + ":" + truckKafka;
    }

    public String cloudBootstrap() {
        return HOST + ":" + cloudKafka;
    }

    /** Where a broker is. */
    public String bootstrap(Broker broker) {
        return switch (broker) {
            case TRUCK -> truckBootstrap();
            case CLOUD -> cloudBootstrap();
        };
    }

    public String s3Endpoint() {
        return http(s3);
    }

    private static String http(int port) {
        return "http://" + HOST + ":" + port;
    }
}
