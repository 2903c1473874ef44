# SPDX-License-Identifier: Apache-2.0
"""Reads a results file of the sample study with h5py and xarray and compares it with what was
written: read_results.py RESULTS.h5 WRITTEN.json"""
import json
import sys

import h5py
import numpy as np
import xarray as xr

ROLES = ["nurse", "physician", "Pädiatrie, MFA"]
PEOPLE = ["nurse_1", "nurse_2", 'Dr. "Ö", 3', "patient_4"]
# Where the values of a measure begin in a replication's block, and their shape.
MEASURES = {
    "metrics": {"first_response_time": (0, ()), "utilisation": (1, (3,)),
                "messages_sent": (4, (3, 12)), "load_by_site": (40, (0,))},
    "histograms": {"first_response_time": (0, (5,)), "focus_time": (5, (3, 5))},
    "series": {"backlog": (0, (4, 2)), "on_duty": (8, (4,))},
}
DIMENSIONS = {"first_response_time": [(), ("duration_bin",)], "utilisation": [("role",)],
              "messages_sent": [("role", "hour")], "load_by_site": [("site",)],
              "focus_time": [("role", "duration_bin")], "backlog": [("time", "pool")],
              "on_duty": [("time",)]}


def expected(written, group, name):
    offset, shape = MEASURES[group][name]
    size = int(np.prod(shape))
    blocks = np.array(written[group], dtype="u8" if group == "histograms" else "f8")
    return blocks[:, offset:offset + size].reshape((len(blocks), *shape))


def check_h5py(path, written):
    with h5py.File(path) as file:
        assert file.attrs["wardwire_results"] == 1
        assert file.attrs["Conventions"] == "CF-1.10"
        assert file.attrs["title"] == 'Zwei Praxen, "übers Jahr"'
        assert list(file["role"].asstr()) == ROLES
        assert file["role"].attrs["long_name"] == "who works"
        assert file["hour"].attrs["units"] == "h"
        for name in ("replication", "seed", "digest", "events"):
            assert list(file[name]) == written[name], name
        assert list(file["status"]) == [0] * 4
        assert file["status"].attrs["flag_meanings"] == "complete"
        for group, measures in MEASURES.items():
            assert list(file[group]) == list(measures), "the order of creation is kept"
            for name in measures:
                dataset = file[group][name]
                np.testing.assert_array_equal(dataset[()], expected(written, group, name))
                assert dataset.dims[0][0] == file["replication"]
                assert dataset.shuffle and dataset.compression_opts == 1
                if group != "histograms":
                    assert np.isnan(dataset.fillvalue)
        provenance = file["provenance"].attrs
        assert json.loads(provenance["scenario"])["wardwire_scenario"] == 1
        assert provenance["seed"] == 20260105 and provenance["length_seconds"] == 864000.5
        assert list(file["names/person"].asstr()) == PEOPLE
        messages = file["messages"]
        for name, values in written["messages"].items():
            np.testing.assert_array_equal(messages[name][()], values, err_msg=name)
            assert messages[name].dims[0][0] == messages["row"], name
        assert messages["sender_id"].attrs["names"] == "/names/person"


def check_xarray(path, written, engine):
    root = xr.open_dataset(path, engine=engine)
    assert list(root["role"].values) == ROLES
    assert list(root["replication"].values) == [0, 1, 2, 7]
    assert list(root["time"].values) == [np.datetime64(t) for t in (
        "2026-01-05T06:00", "2026-01-05T12:00", "2026-01-05T18:00", "2026-01-06T00:00")]
    for group, measures in MEASURES.items():
        data = xr.open_dataset(path, group=group, engine=engine)
        assert set(data.data_vars) == set(measures)
        for name in measures:
            wanted = [("replication", *rest) for rest in DIMENSIONS[name]]
            assert data[name].dims in wanted, data[name].dims
            np.testing.assert_array_equal(data[name].values, expected(written, group, name))
            assert ("definition" in data[name].attrs) == (name != "on_duty")
    metrics = xr.open_dataset(path, group="metrics", engine=engine)
    assert metrics["first_response_time"].attrs["units"] == "h"
    assert metrics["first_response_time"].dtype == "f8", "no duration was made of it"
    labelled = metrics.assign_coords(root.coords)
    assert float(labelled["utilisation"].sel(role="nurse", replication=7)) \
        == written["metrics"][3][1]

    rows = xr.open_dataset(path, group="messages", engine=engine).to_dataframe()
    assert rows.index.name == "row" and len(rows) == len(written["messages"]["sent_at"]) == 200
    sent = np.array(written["messages"]["sent_at"])
    start = np.datetime64("2026-01-05")
    since = (rows["sent_at"].values - start) / np.timedelta64(1, "ns")
    assert np.abs(since - sent * 1e9).max() <= 1000, "within a microsecond"
    unread = np.isnan(written["messages"]["read_at"])
    assert rows["read_at"].isna().tolist() == unread.tolist() and unread.any()
    assert rows["recipient_id"].isna().tolist() == unread.tolist(), "-1 is read as missing"
    for name in ("conversation_id", "message_id", "reply_to"):
        assert rows[name].dtype == "i8", "an id that became a double would lose digits"
    assert rows["handling_seconds"].isna().tolist() == unread.tolist()


def main(path, written_path):
    with open(written_path, encoding="utf-8") as file:
        written = json.load(file)
    check_h5py(path, written)
    for engine in ("netcdf4", "h5netcdf"):
        check_xarray(path, written, engine)


main(*sys.argv[1:])
