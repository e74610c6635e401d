// onnx_node.js - runs an ONNX model in onnxruntime: node onnx_node.js MODEL
//
// Inputs come as JSON, {name: {type, dims, data}}, and the first output goes, as
// {dims, data}.  null is NaN.
// SPDX-License-Identifier: MIT
const ort = require('onnxruntime-node');
const inputs = JSON.parse(require('fs').readFileSync(0));
const arrays = {
	int64: (x) => BigInt64Array.from(x, BigInt),
	float64: (x) => Float64Array.from(x, (y) => y ?? NaN),
};

ort.InferenceSession.create(process.argv[2]).then(async (session) => {
	const feeds = {};
	for (const [name, { type, dims, data }] of Object.entries(inputs))
		feeds[name] = new ort.Tensor(type, arrays[type](data), dims);
	const out = (await session.run(feeds))[session.outputNames[0]];
	console.log(JSON.stringify({ dims: out.dims, data: [...out.data] }));
});
