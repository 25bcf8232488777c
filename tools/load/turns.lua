-- What wrk sends: each signed turn in its turn. An answer that is no answer of Alexa's is an error.
local requests, at, threads = {}, 0, {}

function turn(headers, body)
  requests[#requests + 1] = wrk.format("POST", "/", headers, body)
end

function setup(thread)
  table.insert(threads, thread)
  thread:set("number", #threads)
end

function init(arguments)
  wrong = 0
  dofile(arguments[1])
  at = number * 37
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function response(status, headers, body)
  if status ~= 200 or not body:find('"response"', 1, true) then
    wrong = wrong + 1
  end
end

function done(summary, latency)
  local wrong = 0
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("wrong")
  end
  local e = summary.errors
  io.write(string.format(
    "MEASURED {\"requests\": %d, \"seconds\": %.3f, \"wrong\": %d, \"socket\": %d, " ..
    "\"p50\": %.3f, \"p90\": %.3f, \"p99\": %.3f, \"p999\": %.3f, \"most\": %.3f}\n",
    summary.requests, summary.duration / 1e6, wrong, e.connect + e.read + e.write + e.timeout,
    latency:percentile(50) / 1000, latency:percentile(90) / 1000, latency:percentile(99) / 1000,
    latency:percentile(99.9) / 1000, latency.max / 1000))
end
