package org.medsendx.benchmarks.files;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.web.DicomJson;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The header of a CT slice, without files: what parsing and encoding cost by themselves. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DataSetBenchmark {

    @Param({"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99"})
    public String transferSyntax = "";

    private byte[] bytes = {};
    private DataSet dataSet = new DataSet();

    @Setup
    public void encode() throws IOException {
        dataSet = CtFiles.header("2.25.1", 1);
        bytes = DicomWriter.dataSetBytes(dataSet, transferSyntax);
    }

    @Benchmark
    public DataSet parse_a_header() throws IOException {
        return DicomReader.readDataSet(bytes, transferSyntax, ReadLimits.DEFAULT);
    }

    @Benchmark
    public byte[] encode_a_header() throws IOException {
        return DicomWriter.dataSetBytes(dataSet, transferSyntax);
    }

    @Benchmark
    public String write_a_header_as_JSON() {
        return DicomJson.write(dataSet);
    }
}
