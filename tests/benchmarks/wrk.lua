-- Sends the requests of a file one after another, and tells as JSON how they went.
-- A line is: method, path, cookie and body, with tabs between them. Arguments: file, host, expected status.

local machines, requests, place, expected = {}, {}, 0, 0
wrong = 0

function setup(thread)
  table.insert(machines, thread)
end

function init(arguments)
  expected = tonumber(arguments[3])
  for line in io.lines(arguments[1]) do
    local method, path, cookie, body = line:match("^(.-)\t(.-)\t(.-)\t(.*)$")
    local headers = {
      ["Host"] = arguments[2],
      ["Origin"] = "https://" .. arguments[2],
      ["X-Forwarded-Proto"] = "https",
      ["X-Forwarded-For"] = "192.0.2.1",
      ["Accept-Encoding"] = "gzip",
    }
    if cookie ~= "" then headers["Cookie"] = cookie end
    if body ~= "" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
    table.insert(requests, wrk.format(method, path, headers, body ~= "" and body or nil))
  end
end

function request()
  place = place % #requests + 1
  return requests[place]
end

function response(status)
  if status ~= expected then wrong = wrong + 1 end
end

function done(summary, latency)
  local other = 0
  for _, thread in ipairs(machines) do other = other + thread:get("wrong") end
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "p50": %.3f, "p95": %.3f, "wrong": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    other, errors.connect + errors.read + errors.write + errors.timeout
  ))
end
