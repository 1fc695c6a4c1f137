# config/routes.rb: post "/webhooks/lettr", to: "lettr_webhooks#create"
class LettrWebhooksController < ActionController::API
  before_action :authorize

  def create
    batch = JSON.parse(request.raw_post)
    # Answer first: Lettr waits about 10 seconds, and sends the batch again unless it gets a 200.
    LettrBatchJob.perform_later(batch)
    head :ok
  rescue JSON::ParserError
    head :bad_request
  end

  private

  # Compares the whole header in constant time; a password may contain a colon.
  def authorize
    username = ENV.fetch("WEBHOOK_USERNAME", "")
    password = ENV.fetch("WEBHOOK_PASSWORD", "")
    expected = ActionController::HttpAuthentication::Basic.encode_credentials(username, password)
    given = request.authorization.to_s
    return if username.present? && password.present? && ActiveSupport::SecurityUtils.secure_compare(given, expected)

    headers["WWW-Authenticate"] = "Basic"
    head :unauthorized
  end
end

class LettrBatchJob < ActiveJob::Base
  def perform(batch)
    Array(batch).each do |envelope|
      # Lettr checks an endpoint with an empty msys.
      event = envelope.is_a?(Hash) && (envelope["msys"] || {}).values.first
      # Lettr may deliver an event twice.
      next unless event && Rails.cache.write("lettr:#{event["event_id"]}", true, unless_exist: true, expires_in: 1.day)

      # Ignore types you don't know: Lettr may add more.
      case event["type"]
      when "bounce"
        # Your code: event["rcpt_to"], event["reason"], …
      end
    end
  end
end
